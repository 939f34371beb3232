using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.Core.Formation;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Formation;

/// <summary>Adds cluster formation, and the downing of dead members, to an actor system.</summary>
internal static class FormationHosting
{
    /// <summary>
    /// Adds the vote file. It outlives actor systems, so that the writes of two of them never overlap.
    /// </summary>
    public static IServiceCollection AddFormation(this IServiceCollection services) => services.AddSingleton(provider =>
    {
        var time = provider.GetRequiredService<TimeProvider>();
        return new VoteFile(
            provider.GetRequiredService<NodeOptions>().DataPath, time, MonotonicClock.OfThisMachine(time));
    });

    /// <summary>Adds the actors and their wire format.</summary>
    public static AkkaConfigurationBuilder AddFormation(this AkkaConfigurationBuilder akka, FormationParts parts) =>
        akka
            .WithCustomSerializer(
                "akkagrid-formation", [typeof(IFormationMessage)], system => new FormationSerializer(system))
            .WithActors((system, registry) =>
            {
                registry.Register<FormationActor>(
                    system.ActorOf(Props.Create(() => new FormationActor(parts)), FormationActor.Name));
                var (majority, log) = (parts.Settings.Majority, parts.Log);
                system.ActorOf(Props.Create(() => new DeathWitness(majority, log)), DeathWitness.Name);
            });
}
