using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>A reissued version always keeps its timestamp.</summary>
internal sealed class KeptTimestamp : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk, witness);

    private sealed class Storage(IReplicaStorage disk, Witness witness) : DisturbedStorage(disk)
    {
        public override ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state)
        {
            var after = base.InstallStaged(writer, installation, state);
            Overwrite(writer, Scan(Keyspace.User, "", null).ToDictionary(
                item => item.Key,
                item => VersionSet.Of(item.Value.Versions.Select(version =>
                    version with { Timestamp = witness.Updates[version.Identity].Timestamp }))));
            return after;
        }
    }
}
