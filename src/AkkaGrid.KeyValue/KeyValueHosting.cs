using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.KeyValue.Actors;

namespace AkkaGrid.KeyValue;

/// <summary>Puts the store's replica into an actor system.</summary>
public static class KeyValueHosting
{
    private const string Hocon = """
        akka.actor {
          serializers.akkagrid-kv = "AkkaGrid.KeyValue.Wire.ReplicationSerializer, AkkaGrid.KeyValue"
          serialization-identifiers."AkkaGrid.KeyValue.Wire.ReplicationSerializer, AkkaGrid.KeyValue" = 4710
          serialization-bindings {
            "AkkaGrid.Core.KeyValue.Messages.ReplicaMessage, AkkaGrid.Core" = akkagrid-kv
            "AkkaGrid.KeyValue.Wire.IReplicationMessage, AkkaGrid.KeyValue" = akkagrid-kv
          }
        }
        """;

    /// <summary>Starts the replica actor of a store with the actor system; it stops with it, the store stays.</summary>
    public static AkkaConfigurationBuilder AddKeyValue(this AkkaConfigurationBuilder builder, KeyValueStore store) => builder
        .AddHocon(Hocon, HoconAddMode.Prepend)
        .WithActors((system, _) => system.ActorOf(Props.Create(() => new ReplicaActor(store)), ReplicaActor.Name));
}
