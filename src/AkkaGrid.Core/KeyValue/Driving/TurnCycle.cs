using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Ends the turns of a replica, and commits them one at a time.</summary>
/// <param name="self">The start of the replica.</param>
/// <param name="replica">The replica.</param>
/// <param name="storage">The disk.</param>
/// <param name="shell">Commits turns, and calls back when a turn may end.</param>
/// <param name="observer">Observes each sealed turn.</param>
internal sealed class TurnCycle(
    Incarnation self, Replica replica, IReplicaStorage storage, IReplicaShell shell, IReplicaObserver observer)
{
    private bool _isCommitting;
    private bool _isEnding;

    /// <summary>Whether a turn of this start is on disk.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Asks the shell to end the turn soon, if it has work and no commit is running.</summary>
    public void EndSoon()
    {
        if (_isEnding || _isCommitting || !replica.HasWork)
            return;
        _isEnding = true;
        shell.EndTurnSoon();
    }

    /// <summary>Ends the turn, if it has work, and begins to commit it, if it changes the disk.</summary>
    /// <returns>The turn, if it needs no commit; otherwise null.</returns>
    public Turn? End()
    {
        _isEnding = false;
        if (_isCommitting || !replica.HasWork)
            return null;
        var turn = replica.Seal();
        observer.Sealed(turn);
        if (!turn.NeedsCommit)
            return turn;
        _isCommitting = true;
        shell.Commit(new TurnCommit(turn, self, storage));
        return null;
    }

    /// <summary>Records that the commit has finished.</summary>
    public void Committed()
    {
        _isCommitting = false;
        HasCommitted = true;
    }
}
