using System.Text;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using Prometheus;

namespace AkkaGrid.Charging.Tests;

/// <summary>One actor at a time, in a cluster of one node.</summary>
public abstract class ChargingTestKit() : TestKit(Settings)
{
    private static readonly Config Settings = ConfigurationFactory.ParseString($$"""
        akka.loglevel = WARNING
        akka.test.single-expect-default = 30s
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        akka.cluster {
          roles = [{{ChargingOptions.BalancerRole}}, {{ChargingOptions.SeedRole}}]
          leader-actions-interval = 100ms
          periodic-tasks-initial-delay = 100ms
        }
        """).WithFallback(ChargingHocon.Text);

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();

    internal TestLedger Ledger { get; } = new();

    internal ShiftedTime Time { get; } = new();

    /// <summary>The seeds that the grid is said to have.</summary>
    internal int ExpectedNodes { get; set; } = 1;

    /// <summary>How often substations report; as fits the test where absent.</summary>
    internal TimeSpan? ReportInterval { get; set; }

    internal static ChargeRequest Request(string key, decimal kilowatts) =>
        new(IdempotencyKey.Of(key), VehicleId.Of("EV_1"), Kilowatts.Of(kilowatts), Priority.Normal);

    internal ChargingFeature Feature(TimeSpan? deadline = null, params SubstationPlan[] substations)
    {
        // Where no substation is real, none reports: then it must not fall silent either.
        var reports = substations.Length > 0 ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromMinutes(1);
        var options = new ChargingOptions
        {
            Node = "node1",
            Substations = substations,
            Deadline = deadline ?? TimeSpan.FromSeconds(15),
            ReportInterval = ReportInterval ?? reports,
            ExpectedNodes = ExpectedNodes,
        };
        var metrics = new ChargingMetrics(Metrics.WithCustomRegistry(_registry));
        return new ChargingFeature
        {
            Options = options,
            Ledger = Ledger,
            Metrics = metrics,
            Gateway = new ChargingGateway(options, Ledger, metrics, Time),
            Time = Time,
            Chance = () => 0.5,
        };
    }

    /// <summary>What the metrics show.</summary>
    internal async Task<string> MetricsAsync()
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    internal async Task FormClusterAsync()
    {
        var cluster = Akka.Cluster.Cluster.Get(Sys);
        await cluster.JoinAsync(cluster.SelfAddress);
    }
}
