using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>Now and then an update that arrived before is applied once more.</summary>
internal sealed class AppliedTwice : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk);

    private sealed class Storage(IReplicaStorage disk) : DisturbedStorage(disk)
    {
        private readonly Queue<Update> _arrived = new();

        public override void Commit(ChangeSet changes)
        {
            base.Commit(changes);
            foreach (var update in changes.Log.Where(update => update.Dot.Sequence % 10 == 0))
                _arrived.Enqueue(update);
            if (_arrived.Count > 3)
                Overwrite(changes.Writer, Again(_arrived.Dequeue()));
        }

        private Dictionary<Key, VersionSet> Again(Update update) => update.Mutations.ToDictionary(
            mutation => mutation.Key,
            mutation => Read(mutation.Key).Dots.Contains(update.Dot)
                ? Read(mutation.Key)
                : Read(mutation.Key).After(update, mutation));
    }
}
