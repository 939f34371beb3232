using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Replaces a <see cref="ReplicaDriver"/> while its disk takes no writes: it announces the durable state and sends
/// peers the updates that they lack. It only reads, and ignores all other messages.
/// </summary>
/// <remarks>
/// It speaks as the last start that the replica set has admitted and whose first turn is on disk, and announces only
/// what that start could have announced. It is silent where no start was admitted or the set has replaced that start.
/// </remarks>
/// <param name="storage">The disk.</param>
/// <param name="admitted">
/// The start for which <see cref="IReplicaShell.Admitted"/> was called last; null where there is none or the disk
/// cannot be read.
/// </param>
/// <param name="isSeed">Whether this replica is a configured seed.</param>
/// <param name="shell">The connection to the other replicas.</param>
/// <param name="observer">Observes the answers and their failures.</param>
public sealed class ReadOnlyReplica(
    IReplicaStorage storage, Incarnation? admitted, bool isSeed, IReplicaShell shell, IReplicaObserver observer)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(4);

    private TimeSpan _pause = MinPause;
    private VectorClock _heard = VectorClock.Empty;

    /// <summary>The start in whose name it speaks; null where it is silent.</summary>
    public Incarnation? Self => admitted is { } self && storage.State.Set.IsCurrent(self) ? self : null;

    /// <summary>The delay before the next attempt to write to the disk.</summary>
    public TimeSpan NextTry()
    {
        var pause = _pause;
        _pause = 2 * pause < MaxPause ? 2 * pause : MaxPause;
        return pause;
    }

    /// <summary>Handles a tick: announces the durable state.</summary>
    public void Tick()
    {
        if (Self is not { } self)
            return;
        var state = storage.State;
        shell.SendToAll(new ClockAnnouncement(self, state.Clock, new MembershipView(state.Set, state.Horizon)
        {
            IsSeed = isSeed,
            ClockBase = state.Clock.Base.Name,
            HorizonBase = state.Horizon.Base.Name,
            Heard = _heard,
            Digest = state.Digest.Total,
        }));
    }

    /// <summary>Handles a message of a peer.</summary>
    public void Receive(IPeerMessage message)
    {
        if (Self is not { } self)
            return;
        switch (message)
        {
            case ClockAnnouncement { View.Round: var round and > 0 } announcement:
                _heard = _heard.With(new Dot(announcement.From, round));
                break;
            case PullRequest or SnapshotRequest:
                shell.AnswerFromDisk((ReplicaMessage)message);
                break;
            case BaseRequest request:
                shell.Reply(BaseAnswer.Of(self, request, storage.Bases));
                break;
            case KeyRequest request:
                new KeySearches(self, storage, shell, observer).Answer(request);
                break;
        }
    }
}
