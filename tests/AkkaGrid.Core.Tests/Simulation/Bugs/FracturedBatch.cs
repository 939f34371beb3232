using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>Of a write of many keys the last becomes visible with the next write only.</summary>
internal sealed class FracturedBatch : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk);

    private sealed class Storage(IReplicaStorage disk) : DisturbedStorage(disk)
    {
        private readonly Dictionary<Key, VersionSet> _held = [];

        public override void Commit(ChangeSet changes)
        {
            var versions = new Dictionary<Key, VersionSet>(_held);
            foreach (var (key, now) in changes.Versions)
                versions[key] = now;
            base.Commit(changes with { Versions = versions });
            _held.Clear();
            if (changes.Log.LastOrDefault(update => update.Mutations.Length > 1) is not { } batch)
                return;
            var late = batch.Mutations[^1].Key;
            _held.Add(late, changes.Versions[late]);
            Overwrite(
                changes.Writer, new Dictionary<Key, VersionSet> { [late] = Before(changes.Versions[late], batch.Dot) });
        }

        private static VersionSet Before(VersionSet versions, Dot batch) =>
            VersionSet.Of(versions.Versions.Where(version => version.Dot != batch));
    }
}
