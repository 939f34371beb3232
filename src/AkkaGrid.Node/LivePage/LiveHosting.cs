using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.KeyValue;

namespace AkkaGrid.Node.LivePage;

/// <summary>Gives a node what its live page shows.</summary>
internal static class LiveHosting
{
    /// <summary>Adds what is shown.</summary>
    public static IServiceCollection AddLivePage(this IServiceCollection services) => services
        .AddSingleton<PageAddress>()
        .AddSingleton<LiveView>()
        .AddHostedService(provider => provider.GetRequiredService<LiveView>());

    /// <summary>Adds the actor by which nodes tell each other, and its wire format.</summary>
    public static AkkaConfigurationBuilder AddLivePage(
        this AkkaConfigurationBuilder akka, LiveView view, KeyValueStore store, PageAddress page, TimeProvider time) => akka
        .WithCustomSerializer(
            "akkagrid-live", [typeof(Wire.Watch), typeof(Wire.Observation)], system => new LiveSerializer(system))
        .WithActors((system, _) => system.ActorOf(Props.Create(() => new LiveActor(view, store, page, time)), LiveActor.Name));
}
