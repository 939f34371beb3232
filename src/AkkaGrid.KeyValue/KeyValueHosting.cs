using Akka.Actor;
using Akka.Hosting;
using Akka.Pattern;
using AkkaGrid.KeyValue.Actors;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue;

/// <summary>Puts the store's replica into an actor system.</summary>
public static class KeyValueHosting
{
    /// <summary>Binds the store's messages to its wire format.</summary>
    internal const string Hocon = """
        akka.actor {
          serializers.akkagrid-kv = "AkkaGrid.KeyValue.Wire.ReplicationSerializer, AkkaGrid.KeyValue"
          serialization-identifiers."AkkaGrid.KeyValue.Wire.ReplicationSerializer, AkkaGrid.KeyValue" = 4710
          serialization-bindings {
            "AkkaGrid.Core.KeyValue.Messages.IPeerMessage, AkkaGrid.Core" = akkagrid-kv
            "AkkaGrid.KeyValue.Wire.IReplicationMessage, AkkaGrid.KeyValue" = akkagrid-kv
          }
        }
        """;

    // One that fails at its start would otherwise start, fail and start again without a pause.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private const double PauseSpread = 0.2;

    /// <summary>
    /// Starts the replica actor of a store with the actor system; it stops with it, the store stays. One that fails
    /// starts again, as a new actor and a new incarnation, after a pause; where its disk has failed, once that is well.
    /// </summary>
    public static AkkaConfigurationBuilder AddKeyValue(this AkkaConfigurationBuilder builder, KeyValueStore store) =>
        builder
            .AddHocon(Hocon, HoconAddMode.Prepend)
            .WithActors((system, _) =>
            {
                WireBases.Of(system).Bases = store.Storage.Bases;
                system.ActorOf(Supervised(store), ReplicaActor.Name);
            });

    /// <summary>The replica actor of a store, below the supervisor that starts it again.</summary>
    internal static Props Supervised(KeyValueStore store) => BackoffSupervisor.Props(Backoff
        .OnStop(
            Props.CreateBy(new ReplicaProducer(store)),
            "incarnation",
            ShortestPause,
            MaxPause,
            PauseSpread,
            maxNrOfRetries: -1)
        .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop)));
}
