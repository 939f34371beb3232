using Akka.Actor;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Starts the replica of a store; where its disk has failed, somebody who stands in for it first.</summary>
internal sealed class ReplicaProducer(KeyValueStore store) : IIndirectActorProducer
{
    public Type ActorType => typeof(UntypedActor);

    public ActorBase Produce() =>
        store.Handle.Failure is { } failure ? new StandInActor(store, failure) : new ReplicaActor(store);

    public void Release(ActorBase actor)
    {
    }
}
