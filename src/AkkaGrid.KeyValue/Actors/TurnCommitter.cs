using Akka.Actor;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>Ends the turns of a replica, and commits them one at a time beside the mailbox.</summary>
/// <remarks>
/// A turn ends when the mailbox has been drained, or when the commit before it is done: what arrives meanwhile shares one
/// commit.
/// </remarks>
internal sealed class TurnCommitter(
    Incarnation self, Replica replica, KeyValueStore store, IActorRef actor)
{
    private bool _isCommitting;
    private bool _isDrainQueued;

    /// <summary>
    /// Lets the turn end behind all that is in the mailbox now, and behind the requests that wait for a thread: the busier
    /// the node, the more writes share a commit. The actor is told <see cref="Drained"/>.
    /// </summary>
    public void QueueDrain()
    {
        if (_isDrainQueued || _isCommitting)
            return;
        _isDrainQueued = true;
        ThreadPool.UnsafeQueueUserWorkItem(static actor => actor.Tell(Drained.Instance, actor), actor, preferLocal: false);
    }

    /// <summary>
    /// The mailbox has been drained: begins to commit the turn, if there is one. The actor is told <see cref="Committed"/>,
    /// or <see cref="Failed"/>.
    /// </summary>
    /// <returns>The turn, where it need not go to disk.</returns>
    public Turn? End()
    {
        _isDrainQueued = false;
        if (_isCommitting || !replica.HasWork)
            return null;
        var turn = replica.Seal();
        if (!turn.NeedsCommit)
            return turn;
        Commit(turn);
        return null;
    }

    /// <summary>A turn is on disk.</summary>
    public void Finish(Committed committed)
    {
        _isCommitting = false;
        store.Commits.Raise();
        store.Telemetry.TurnCommitted(committed.Turn, store.Time.GetElapsedTime(committed.Started), store.Time.GetUtcNow());
    }

    private void Commit(Turn turn)
    {
        _isCommitting = true;
        var storage = store.Storage;
        var started = store.Time.GetTimestamp();
        Task.Run(() =>
        {
            if (turn.Changes is not null)
                storage.Commit(turn.Changes);
            return turn.Installs is null ? turn.State : storage.InstallStaged(self, turn.Installs, turn.State);
        }).PipeTo(actor, actor, state => new Committed(turn, state, started), error => new Failed(turn, error));
    }

    /// <summary>All that was in the mailbox has been taken.</summary>
    internal sealed class Drained
    {
        public static readonly Drained Instance = new();
    }

    /// <summary>A turn is on disk.</summary>
    internal sealed record Committed(Turn Turn, ReplicaState State, long Started);

    /// <summary>The disk has failed on a turn, which may be there or not.</summary>
    internal sealed record Failed(Turn Turn, Exception Error);
}
