using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Ends the turns of a replica, and has them committed one at a time.</summary>
/// <param name="self">The start of the replica.</param>
/// <param name="replica">The replica.</param>
/// <param name="storage">The disk.</param>
/// <param name="shell">Commits, and says when a turn may end.</param>
/// <param name="observer">Is told of each turn.</param>
internal sealed class TurnCycle(
    Incarnation self, Replica replica, IReplicaStorage storage, IReplicaShell shell, IReplicaObserver observer)
{
    private bool _isCommitting;
    private bool _isEnding;

    /// <summary>Whether a turn of this start is on disk.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Has the turn ended soon, where it has work and the commit before it is done.</summary>
    public void EndSoon()
    {
        if (_isEnding || _isCommitting || !replica.HasWork)
            return;
        _isEnding = true;
        shell.EndTurnSoon();
    }

    /// <summary>Ends the turn, where it has work, and begins to commit it, where it needs that.</summary>
    /// <returns>The turn, where it need not go to disk.</returns>
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

    /// <summary>The turn that was being committed is on disk.</summary>
    public void Committed()
    {
        _isCommitting = false;
        HasCommitted = true;
    }
}
