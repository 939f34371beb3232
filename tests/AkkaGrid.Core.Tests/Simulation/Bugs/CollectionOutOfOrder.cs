using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>
/// A replica collects a tombstone that another one has collected before, although a lesser one stays below it.
/// </summary>
internal sealed class CollectionOutOfOrder : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk, witness);

    private sealed class Storage(IReplicaStorage disk, Witness witness) : DisturbedStorage(disk)
    {
        public override void Commit(ChangeSet changes) =>
            base.Commit(changes with
            {
                Versions = changes.Versions.ToDictionary(item => item.Key, item => Left(item.Key, item.Value))
            });

        /// <summary>Where all tombstones of a key are collected, the least one stays.</summary>
        private VersionSet Left(Key key, VersionSet versions) =>
            versions.IsEmpty
            && Read(key).Versions is [var greatest, .., var least]
            && witness.IsCollected(greatest.Identity, key)
                ? VersionSet.Of(least)
                : versions;
    }
}
