using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>The last writer by the clocks on the walls wins, and nothing else is kept.</summary>
internal sealed class WallClockWins : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk, witness);

    private sealed class Storage(IReplicaStorage disk, Witness witness) : DisturbedStorage(disk)
    {
        public override void Commit(ChangeSet changes) => base.Commit(changes with
        {
            Versions = changes.Versions.ToDictionary(
                item => item.Key, item => Last(Read(item.Key).Versions.Concat(item.Value.Versions))),
        });

        private VersionSet Last(IEnumerable<KeyVersion> versions) =>
            VersionSet.Of(versions.OrderBy(version => witness.WallTimeOf(version.Dot)).TakeLast(1));
    }
}
