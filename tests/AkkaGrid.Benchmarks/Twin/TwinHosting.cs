using Akka.Actor;
using Akka.Hosting;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Actors;

namespace AkkaGrid.Benchmarks.Twin;

/// <summary>Puts the twin in the place of a store's replica.</summary>
internal static class TwinHosting
{
    public static AkkaConfigurationBuilder AddTwin(this AkkaConfigurationBuilder akka, KeyValueStore store) => akka
        .AddHocon(KeyValueHosting.Hocon, HoconAddMode.Prepend)
        .WithActors((system, _) => system.ActorOf(Props.Create(() => new TwinActor(store)), ReplicaActor.Name));
}
