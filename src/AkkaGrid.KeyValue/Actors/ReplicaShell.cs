using Akka.Actor;
using Akka.Event;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>
/// Does for the driver of a replica what needs Akka: finds the peers, cuts what is too large for a frame, and writes on
/// pool threads. The actor is told <see cref="Drained"/>, <see cref="Committed"/> and <see cref="Failed"/>.
/// </summary>
internal sealed class ReplicaShell(IActorContext context, Incarnation self, KeyValueStore store, PeerDirectory peers)
    : IReplicaShell
{
    private readonly IActorRef _actor = context.Self;
    private readonly ILoggingAdapter _log = context.GetLogger();
    private readonly Fragments _fragments = new();
    private IActorRef? _repair;
    private bool _isLeaving;

    /// <inheritdoc/>
    public IEnumerable<ReplicaId> Reachable => peers.Reachable;

    /// <inheritdoc/>
    public bool HasHeardAll => peers.HasHeardAll;

    /// <inheritdoc/>
    public void Send(ReplicaId to, IPeerMessage message)
    {
        if (peers.Find(to) is { } peer)
            Tell(peer, message);
    }

    /// <inheritdoc/>
    public void SendToAll(IPeerMessage message) => peers.TellAll(message, _actor);

    /// <inheritdoc/>
    public void Reply(IPeerMessage message) => Tell(context.Sender, message);

    /// <inheritdoc/>
    public void AnswerFromDisk(ReplicaMessage request)
    {
        _repair ??= context.ActorOf(Props.Create(() => new RepairActor(self, store)), "repair");
        _repair.Tell(request, context.Sender);
    }

    /// <inheritdoc/>
    public void Commit(TurnCommit commit)
    {
        var started = store.Time.GetTimestamp();
        Task.Run(commit.WriteAll).PipeTo(
            _actor, _actor, () => new Committed(commit, started), error => new Failed(commit, error));
    }

    /// <summary>
    /// Lets the turn end behind all that is in the mailbox now, and behind the requests that wait for a thread: the
    /// busier the node, the more writes share a commit.
    /// </summary>
    public void EndTurnSoon() =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static actor => actor.Tell(Drained.Instance, actor), _actor, preferLocal: false);

    /// <inheritdoc/>
    public void Admitted() => store.Handle.Admit(self);

    /// <inheritdoc/>
    public void DiskFailed(Exception error)
    {
        // Before anyone is answered: who asks again then is told.
        if (error is IOException failure)
            store.Handle.Refuse(failure);
        Leave($"The disk failed under the replica, which starts again from what is on it: {error.Message}");
    }

    /// <summary>
    /// Makes room for the next start; callers wait for that from now on, and who came before is turned away.
    /// </summary>
    private void Leave(string reason)
    {
        if (_isLeaving)
            return;
        _isLeaving = true;
        _log.Warning("{0}", reason);
        store.Handle.Detach();
        _actor.Tell(PoisonPill.Instance);
    }

    private void Tell(IActorRef peer, IPeerMessage message)
    {
        if (message is not ReplicaMessage replicaMessage)
        {
            peer.Tell(message, _actor);
            return;
        }

        foreach (var part in _fragments.Of(replicaMessage))
            peer.Tell(part, _actor);
    }

    /// <summary>All that was in the mailbox has been taken.</summary>
    internal sealed class Drained
    {
        public static readonly Drained Instance = new();
    }

    /// <summary>A turn is on disk.</summary>
    internal sealed record Committed(TurnCommit Commit, long Started);

    /// <summary>The disk has failed on a turn, which may be there or not.</summary>
    internal sealed record Failed(TurnCommit Commit, Exception Error);
}
