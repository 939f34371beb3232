using Akka.Actor;
using Akka.Hosting;
using Prometheus;

namespace AkkaGrid.Node.Telemetry;

/// <summary>
/// The domain metrics of a node: a registry of its own, because the local grid runs three nodes in one process.
/// </summary>
internal static class NodeMetrics
{
    /// <summary>
    /// Adds the registry, to which each feature adds its instruments, and the metrics of the cluster and of the node's
    /// resources.
    /// </summary>
    public static IServiceCollection AddNodeMetrics(this IServiceCollection services) => services
        .AddSingleton(_ => Metrics.NewCustomRegistry())
        .AddSingleton<ClusterMetrics>()
        .AddSingleton<ResourceMetrics>();

    /// <summary>Adds the actor that counts lost messages.</summary>
    public static AkkaConfigurationBuilder AddNodeMetrics(this AkkaConfigurationBuilder akka, ClusterMetrics metrics) =>
        akka.WithActors((system, _) =>
            system.ActorOf(Props.Create(() => new LostMessages(metrics)), LostMessages.Name));

    /// <summary>Exposes the registry at <c>/metrics</c>.</summary>
    public static void MapNodeMetrics(this WebApplication app)
    {
        app.Services.GetRequiredService<ClusterMetrics>();
        app.Services.GetRequiredService<ResourceMetrics>();
        app.MapMetrics("/metrics", app.Services.GetRequiredService<CollectorRegistry>());
    }
}
