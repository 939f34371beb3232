using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// Writes a sealed turn to disk: its changes, then the snapshot that it installs. These are two writes, and the process
/// may end between them.
/// </summary>
/// <param name="turn">The turn.</param>
/// <param name="writer">The start that writes.</param>
/// <param name="storage">The disk.</param>
public sealed class TurnCommit(Turn turn, Incarnation writer, IReplicaStorage storage)
{
    private bool _isChanged = turn.Changes is null;
    private bool _isInstalled = turn.Installs is null;

    /// <summary>The turn.</summary>
    public Turn Turn => turn;

    /// <summary>Whether all of it is on disk.</summary>
    public bool IsDone => _isChanged && _isInstalled;

    /// <summary>The state on disk, once all of the turn is there.</summary>
    public ReplicaState State { get; private set; } = turn.State;

    /// <summary>Makes the next of these writes. Blocks.</summary>
    /// <exception cref="IOException">The write failed, or its outcome is unknown.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another start has become the writer; nothing was written.
    /// </exception>
    public void WriteNext()
    {
        if (!_isChanged)
        {
            storage.Commit(turn.Changes!);
            _isChanged = true;
        }
        else if (!_isInstalled)
        {
            State = storage.InstallStaged(writer, turn.Installs!, turn.State);
            _isInstalled = true;
        }
    }

    /// <summary>Writes all of the turn. Blocks.</summary>
    /// <exception cref="IOException">The write failed, or its outcome is unknown.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another start has become the writer; nothing was written.
    /// </exception>
    public void WriteAll()
    {
        while (!IsDone)
            WriteNext();
    }
}
