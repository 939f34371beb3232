using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Simulation.Judging;

namespace AkkaGrid.Core.Tests.Simulation.Bugs;

/// <summary>
/// What a retired member has counts for acknowledgements: it is not told that it is retired, and what it announces is
/// taken for what a member says that is away.
/// </summary>
internal sealed class RetiredAcknowledges : Saboteur
{
    private readonly Dictionary<IReplicaStorage, ReplicaId> _names = new(ReferenceEqualityComparer.Instance);

    public override IReplicaStorage Around(IReplicaStorage disk, ReplicaId machine, Witness witness)
    {
        _names[disk] = machine;
        return disk;
    }

    public override ReplicaMessage Tamper(ReplicaMessage message, IReplicaStorage receiver)
    {
        if (message is not ClockAnnouncement announcement)
            return message;
        var (name, set) = (_names[receiver], receiver.State.Set);
        if (announcement.View.Set.Find(name) is { IsActive: false })
            return announcement with { View = announcement.View with { Set = set } };
        var away = set.Active.FirstOrDefault(member => member.Name != name && member.Name != message.From.Replica);
        return set.Find(message.From.Replica) is { IsActive: false } && away is not null
            ? announcement with { From = away.Incarnation }
            : message;
    }
}
