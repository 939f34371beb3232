using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.KeyValue;

namespace AkkaGrid.Node.LivePage;

/// <summary>Adds the live page to a node.</summary>
internal static class LiveHosting
{
    /// <summary>Adds the services of the page.</summary>
    public static IServiceCollection AddLivePage(this IServiceCollection services) => services
        .AddSingleton<PageAddress>()
        .AddSingleton<LiveView>()
        .AddHostedService(provider => provider.GetRequiredService<LiveView>());

    /// <summary>Adds the actor that exchanges observations with other nodes, and its wire format.</summary>
    public static AkkaConfigurationBuilder AddLivePage(
        this AkkaConfigurationBuilder akka, LiveView view, KeyValueStore store, PageAddress page, TimeProvider time) =>
        akka
        .WithCustomSerializer(
            "akkagrid-live", [typeof(Wire.Watch), typeof(Wire.Observation)], system => new LiveSerializer(system))
        .WithActors((system, _) =>
            system.ActorOf(Props.Create(() => new LiveActor(view, store, page, time)), LiveActor.Name));
}
