using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>An announcement counts before all that it covers has been delivered.</summary>
internal sealed class CountedAtOnce : Saboteur
{
    public override ReplicaMessage Tamper(ReplicaMessage message, IReplicaStorage receiver) =>
        message is ClockAnnouncement announcement
            ? announcement with { Clock = announcement.Clock.Meet(receiver.Clock) }
            : message;
}
