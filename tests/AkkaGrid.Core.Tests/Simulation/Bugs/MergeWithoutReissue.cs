using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A merge leaves every version its name, whatever it may be concurrent to.</summary>
internal sealed class MergeWithoutReissue : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk);

    private sealed class Storage(IReplicaStorage disk) : DisturbedStorage(disk)
    {
        public override ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state)
        {
            var (here, there) = (installation.Here, installation.There);
            var after = base.InstallStaged(
                writer,
                installation with
                {
                    Here = here with { Horizon = VectorClock.Empty },
                    There = there with { Horizon = VectorClock.Empty }
                },
                state) with
            { Horizon = here.Horizon.Join(there.Horizon) };
            Commit(new ChangeSet(writer, after, new Dictionary<Key, VersionSet>(), [], [], DropsStaged: false));
            return after;
        }
    }
}
