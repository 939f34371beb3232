using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A state replaces what its receiver holds, and is not merged with it.</summary>
internal sealed class ReplacingMerge : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk);

    private sealed class Storage(IReplicaStorage disk) : DisturbedStorage(disk)
    {
        public override ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state)
        {
            var after = base.InstallStaged(writer, installation, state);
            Overwrite(writer, Scan(Keyspace.User, "", null).ToDictionary(
                item => item.Key,
                item => VersionSet.Of(
                    item.Value.Versions.Where(version => installation.There.Clock.Covers(version.Identity)))));
            return after;
        }
    }
}
