using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Node.Formation;

/// <summary>Adds the formation to an actor system.</summary>
internal static class FormationHosting
{
    /// <summary>Adds the actor and its wire format.</summary>
    public static AkkaConfigurationBuilder AddFormation(this AkkaConfigurationBuilder akka, FormationParts parts) => akka
        .WithCustomSerializer(
            "akkagrid-formation", [typeof(IFormationMessage)], system => new FormationSerializer(system))
        .WithActors((system, registry) => registry.Register<FormationActor>(
            system.ActorOf(Props.Create(() => new FormationActor(parts)), FormationActor.Name)));
}
