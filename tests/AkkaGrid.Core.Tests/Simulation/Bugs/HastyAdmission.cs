using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>An empty disk takes writes at once.</summary>
internal sealed class HastyAdmission : Saboteur
{
    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness) =>
        new Storage(disk);

    private sealed class Storage(IReplicaStorage disk) : DisturbedStorage(disk)
    {
        public override ReplicaState Load(Incarnation writer) => base.Load(writer) with { IsAdmitted = true };
    }
}
