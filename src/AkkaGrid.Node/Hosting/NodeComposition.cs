using System.Security.Cryptography;
using Akka.Hosting;
using AkkaGrid.Charging;
using AkkaGrid.Core.Formation;
using AkkaGrid.KeyValue;
using AkkaGrid.Node.Charging;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Formation;
using AkkaGrid.Node.Health;
using AkkaGrid.Node.Http;
using AkkaGrid.Node.Http.Charging;
using AkkaGrid.Node.Http.KeyValue;
using AkkaGrid.Node.Http.Lab;
using AkkaGrid.Node.Http.Originals;
using AkkaGrid.Node.Http.Pages;
using AkkaGrid.Node.Http.Reference;
using AkkaGrid.Node.KeyValue;
using AkkaGrid.Node.LivePage;
using AkkaGrid.Node.Management;
using AkkaGrid.Node.Telemetry;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// The features of a node. Each is added in three places: its services, which outlive actor systems; its actors, which
/// are built with every actor system; and its routes.
/// </summary>
internal static class NodeComposition
{
    /// <summary>The services of a node: those that the edge calls, and those behind them.</summary>
    public static void AddServices(IServiceCollection services, NodeSetup setup)
    {
        services.AddSingleton(setup);
        services.AddSingleton(setup.Options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<NodeFailure>();
        services.AddSingleton<ActorSystemHandle>();
        services.AddManagement();
        services.AddNodeHealth();
        services.AddNodeMetrics();
        services.AddFormation();
        services.AddStore();
        services.AddCharging();
        services.AddEdge(setup.Options);
        services.AddLivePage();
        services.AddHostedService<ActorSystemSupervisor>();
    }

    /// <summary>The actors of a node.</summary>
    /// <param name="akka">The actor system that is being built.</param>
    /// <param name="setup">The node.</param>
    /// <param name="services">The services of the node.</param>
    /// <param name="seeks">Whether the node looks for a cluster by itself.</param>
    public static void AddActors(
        AkkaConfigurationBuilder akka, NodeSetup setup, IServiceProvider services, bool seeks)
    {
        akka.AddNodeMetrics(services.GetRequiredService<ClusterMetrics>());
        akka.AddKeyValue(services.GetRequiredService<KeyValueStore>());
        akka.AddCharging(services.GetRequiredService<ChargingFeature>());
        var (options, time) = (setup.Options, services.GetRequiredService<TimeProvider>());
        akka.AddClusterTail(services.GetRequiredService<ClusterTail>(), time);
        akka.AddLivePage(
            services.GetRequiredService<LiveView>(),
            services.GetRequiredService<KeyValueStore>(),
            services.GetRequiredService<PageAddress>(),
            time);
        RemoteConsole.Add(akka, options, services);
        akka.AddFormation(new FormationParts(
            new FormationSettings(options.Address, options.Name, [.. options.Seeds])
            {
                RefusalTimeout = setup.Timings.RefusalTimeout,
            },
            setup.Timings.Formation,
            seeks,
            BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
            services.GetRequiredService<VoteFile>(),
            services.GetRequiredService<NodeFailure>(),
            time,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("AkkaGrid.Formation")));
    }

    /// <summary>The routes of a node.</summary>
    public static void MapRoutes(WebApplication app)
    {
        app.UseEdge();
        app.MapManagement();
        app.MapNodeHealth();
        app.MapNodeMetrics();
        app.MapStore();
        app.MapOriginalStore();
        app.MapCharging();
        app.MapOriginalCharging();
        if (app.Services.GetRequiredService<NodeOptions>().Lab)
            app.MapLab();
        app.MapPageParts();
        app.MapReference();
        app.MapLivePage();
    }
}
