using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Node.Formation;

/// <summary>Adds what brings a node into a cluster, and others out of it, to an actor system.</summary>
internal static class FormationHosting
{
    /// <summary>Adds the actors and their wire format.</summary>
    public static AkkaConfigurationBuilder AddFormation(this AkkaConfigurationBuilder akka, FormationParts parts) => akka
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
