using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>What a retired member has counts for acknowledgements: it is taken for what a member has that is away.</summary>
internal sealed class RetiredAcknowledges : Saboteur
{
    public override ReplicaMessage Tamper(ReplicaMessage message, IReplicaStorage receiver)
    {
        var set = receiver.State.Set;
        if (message is not ClockAnnouncement announcement || set.Find(message.From.Replica) is not { IsActive: false })
            return message;
        var counted = set.Active.FirstOrDefault(member => !receiver.Clock.Covers(announcement.Clock) || member.Name != message.From.Replica);
        return counted is null ? message : announcement with { From = counted.Incarnation };
    }
}
