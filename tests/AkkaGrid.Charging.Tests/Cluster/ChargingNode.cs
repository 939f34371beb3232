using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace AkkaGrid.Charging.Tests.Cluster;

/// <summary>A node that does nothing but charging, in this process, over real remoting.</summary>
internal sealed class ChargingNode : IAsyncDisposable
{
    private static readonly Config Settings = ConfigurationFactory.ParseString($$"""
        akka.loglevel = WARNING
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.cluster {
          roles = [{{ChargingOptions.BalancerRole}}, {{ChargingOptions.SeedRole}}]
          gossip-interval = 100ms
          leader-actions-interval = 100ms
          unreachable-nodes-reaper-interval = 100ms
          periodic-tasks-initial-delay = 100ms
          down-removal-margin = 100ms
          failure-detector { heartbeat-interval = 200ms, acceptable-heartbeat-pause = 2s }
          downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
          split-brain-resolver { active-strategy = keep-majority, stable-after = 500ms }
        }
        """);

    private readonly IHost _host;
    private readonly CollectorRegistry _metrics;

    private ChargingNode(IHost host, ChargingGateway gateway, CollectorRegistry metrics)
    {
        _host = host;
        _metrics = metrics;
        Gateway = gateway;
        System = host.Services.GetRequiredService<ActorSystem>();
    }

    public ChargingGateway Gateway { get; }

    public ActorSystem System { get; }

    public static SubstationPlan Substation(int number, decimal kilowatts) =>
        new(SubstationId.Of($"substation_{number}"), Kilowatts.Of(kilowatts), TimeSpan.FromMinutes(5));

    /// <summary>
    /// Nodes node1, node2, ... with these substations, in one cluster, whose balancer has heard of all of them; node1
    /// is the oldest.
    /// </summary>
    public static async Task<IReadOnlyList<ChargingNode>> StartAsync(
        TestLedger ledger, params SubstationPlan[] substations)
    {
        var nodes = new List<ChargingNode>();
        foreach (var substation in substations)
        {
            var node = await StartOneAsync($"node{nodes.Count + 1}", ledger, substation);
            nodes.Add(node);
            await Akka.Cluster.Cluster.Get(node.System)
                .JoinAsync(Akka.Cluster.Cluster.Get(nodes[0].System).SelfAddress);
        }

        await Eventually.HoldsAsync(async () =>
            nodes.All(node => node.Knows(nodes.Count))
            && (await Task.WhenAll(nodes.Select(node => node.SubstationsOfTheBalancerAsync()))).Max() == nodes.Count);
        return nodes;
    }

    public static async Task<ChargingNode> StartOneAsync(
        string name, TestLedger ledger, params SubstationPlan[] substations)
    {
        var options = new ChargingOptions { Node = name, Substations = substations };
        var registry = Metrics.NewCustomRegistry();
        var metrics = new ChargingMetrics(Metrics.WithCustomRegistry(registry));
        var feature = new ChargingFeature
        {
            Options = options,
            Ledger = ledger,
            Metrics = metrics,
            Gateway = new ChargingGateway(options, ledger, metrics, TimeProvider.System),
        };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("AkkaGrid", akka => akka.AddHocon(Settings, HoconAddMode.Append).AddCharging(feature));
        var host = builder.Build();
        await host.StartAsync();
        return new ChargingNode(host, feature.Gateway, registry);
    }

    /// <summary>Whether this node has a balancer and hears so many substations.</summary>
    public bool Knows(int substations) =>
        Gateway.BalancerNode is not null && Gateway.Substations.Count(substation => !substation.Silent) == substations;

    public Task<ChargeOutcome> ChargeAsync(
        string key, decimal kilowatts, double maxWait = 0, CancellationToken cancellationToken = default) =>
        Gateway.ChargeAsync(Request(key, kilowatts), TimeSpan.FromSeconds(maxWait), cancellationToken);

    public static ChargeRequest Request(string key, decimal kilowatts) =>
        new(IdempotencyKey.Of(key), VehicleId.Of("EV_1000"), Kilowatts.Of(kilowatts), Priority.Normal);

    /// <summary>Leaves the cluster as on SIGTERM.</summary>
    public Task LeaveAsync() => CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance);

    /// <summary>Vanishes without a word, as near to a kill as one process allows.</summary>
    public Task VanishAsync() => System.Terminate();

    /// <summary>How many substations the balancer of this node has heard of; none where it is at another.</summary>
    private async Task<int> SubstationsOfTheBalancerAsync()
    {
        using var text = new MemoryStream();
        await _metrics.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray()).Split('\n')
            .Count(line => line.StartsWith(ChargingMetrics.ReportedLoadName + "{", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        _host.Dispose();
    }
}
