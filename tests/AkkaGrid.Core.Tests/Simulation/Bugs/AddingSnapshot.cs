using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A merge adds to what its receiver holds, and takes nothing away that was replaced meanwhile.</summary>
internal sealed class AddingSnapshot : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk);

    private sealed class Storage(IReplicaStorage disk) : DisturbedStorage(disk)
    {
        public override ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state)
        {
            var held = Scan(Keyspace.User, "", null).ToList();
            var after = base.InstallStaged(writer, installation, state);
            Overwrite(writer, held.ToDictionary(
                item => item.Key,
                item =>
                    VersionSet.Of(item.Value.Versions.UnionBy(Read(item.Key).Versions, version => version.Identity))));
            return after;
        }
    }
}
