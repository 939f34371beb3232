using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>
/// A tombstone is collected where it is found stable, before the other members have said that they find so too.
/// </summary>
internal sealed class CollectionAtStability : Saboteur
{
    public override ReplicaMessage Tamper(ReplicaMessage message, IReplicaStorage receiver) =>
        message is ClockAnnouncement announcement
            ? announcement with
            {
                View = announcement.View with { Horizon = announcement.View.Horizon.Join(receiver.State.Horizon) }
            }
            : message;
}
