using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>Of the updates that must wait for their causes some count as delivered, and never are.</summary>
internal sealed class DroppedStashEntry : Saboteur
{
    public override ReplicaMessage Tamper(ReplicaMessage message, IReplicaStorage receiver) =>
        message.WithUpdates(update => receiver.Clock.Covers(update.Dependencies) || update.Dot.Sequence % 4 != 0
            ? update
            : update with { Mutations = [] });
}
