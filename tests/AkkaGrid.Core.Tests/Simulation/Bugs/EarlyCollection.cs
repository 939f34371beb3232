using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A tombstone goes when all replicas but one have it.</summary>
internal sealed class EarlyCollection : Saboteur
{
    private readonly Dictionary<ReplicaId, IReplicaStorage> _disks = [];

    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        _disks[machine] = new Storage(disk, _disks);

    private sealed class Storage(IReplicaStorage disk, Dictionary<ReplicaId, IReplicaStorage> disks)
        : DisturbedStorage(disk)
    {
        public override void Commit(ChangeSet changes)
        {
            base.Commit(changes);
            var early = Scan(Keyspace.User, "", null).Where(item => item.Value.Versions is [{ Value: null } tombstone]
                && disks.Values.Count(other => !other.Clock.Covers(tombstone.Dot)) == 1);
            Overwrite(changes.Writer, early.ToDictionary(item => item.Key, _ => VersionSet.Empty));
        }
    }
}
