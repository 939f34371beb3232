using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Takes the place of a <see cref="ReplicaDriver"/> while its disk takes no writes: announces what is on disk, and
/// sends peers what they lack. It only reads, and ignores all else that comes.
/// </summary>
/// <remarks>
/// It speaks as the last start that the replica set has admitted and whose first turn is on disk, and says no more than
/// that start could have said. Where the set counts another start by now, or none was admitted, it is silent.
/// </remarks>
/// <param name="storage">The disk.</param>
/// <param name="admitted">
/// The start for which <see cref="IReplicaShell.Admitted"/> was called last; null for none, and where the disk cannot
/// be read.
/// </param>
/// <param name="isSeed">Whether this replica is a configured seed.</param>
/// <param name="shell">The way to the other replicas.</param>
/// <param name="observer">Is told what happens.</param>
public sealed class ReadOnlyReplica(
    IReplicaStorage storage, Incarnation? admitted, bool isSeed, IReplicaShell shell, IReplicaObserver observer)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(4);

    private TimeSpan _pause = MinPause;
    private VectorClock _heard = VectorClock.Empty;

    /// <summary>The start as which it speaks; null where it is silent.</summary>
    public Incarnation? Self => admitted is { } self && storage.State.Set.IsCurrent(self) ? self : null;

    /// <summary>How long to wait until it is tried whether the disk takes writes again.</summary>
    public TimeSpan NextTry()
    {
        var pause = _pause;
        _pause = 2 * pause < MaxPause ? 2 * pause : MaxPause;
        return pause;
    }

    /// <summary>Lets time pass: announces what is on disk.</summary>
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

    /// <summary>Takes a message of a peer.</summary>
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
