using Akka.Actor;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Starts the replica of a store; where its disk has failed, a read-only replica first.</summary>
internal sealed class ReplicaProducer(KeyValueStore store) : IIndirectActorProducer
{
    public Type ActorType => typeof(UntypedActor);

    public ActorBase Produce() =>
        store.Handle.Failure is { } failure ? new ReadOnlyReplicaActor(store, failure) : new ReplicaActor(store);

    public void Release(ActorBase actor)
    {
    }
}
