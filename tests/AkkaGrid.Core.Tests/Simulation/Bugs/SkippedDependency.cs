using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>An update in ten waits for those before it of its own replica only.</summary>
internal sealed class SkippedDependency : Saboteur
{
    public override ReplicaMessage Tamper(ReplicaMessage message, IReplicaStorage receiver) =>
        message.WithUpdates(update => update.Dot.Sequence % 10 != 3
            ? update
            : update with { Causes = VectorClock.Empty });
}
