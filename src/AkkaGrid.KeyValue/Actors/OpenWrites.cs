using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Actors;

/// <summary>The writes that a replica has taken, until their clients have an answer: each gets one, and no false one.</summary>
internal sealed class OpenWrites
{
    private readonly Dictionary<ulong, Write> _writes = [];
    private ulong _last;

    /// <summary>Takes a write.</summary>
    /// <returns>The number under which the replica is to answer it.</returns>
    public ulong Add(Write write)
    {
        _writes[++_last] = write;
        return _last;
    }

    /// <summary>A write is on this replica's disk.</summary>
    public void Committed(WriteCommitted committed)
    {
        _writes[committed.WriteId].Committed = committed;
        if (committed.IsAcknowledged)
            Acknowledge(committed.WriteId);
    }

    /// <summary>A write has met its concern, if its client still waits.</summary>
    public void Acknowledge(ulong writeId)
    {
        if (_writes.Remove(writeId, out var write))
            write.TrySetResult(write.Committed!);
    }

    /// <summary>The condition of a write does not hold.</summary>
    public void Refuse(WriteRefused refused)
    {
        if (_writes.Remove(refused.WriteId, out var write))
            write.TrySetException(new PreconditionFailedException(refused.Present));
    }

    /// <summary>The disk has failed on a turn: its writes may or may not have happened.</summary>
    public void Fail(Turn turn, Exception error)
    {
        foreach (var effect in turn.Effects.OfType<WriteCommitted>())
        {
            if (_writes.Remove(effect.WriteId, out var write))
                write.TrySetException(new WriteUncertainException("The disk failed during the write: " + error.Message, null));
        }
    }

    /// <summary>The replica stops: answers every write with what is known of it, and no less.</summary>
    public void AbandonAll()
    {
        foreach (var write in _writes.Values)
        {
            write.TrySetException(write.Committed is { } committed
                ? new WriteUncertainException("The write is on this replica's disk; it is not known who else has it", committed.Dot)
                : new WriteUncertainException("The replica stopped while it wrote; it is not known whether the write happened", null));
        }

        _writes.Clear();
    }

    /// <summary>Forgets the writes that are on disk, and whose clients have given up waiting for more.</summary>
    /// <returns>Their numbers.</returns>
    public IReadOnlySet<ulong> ForgetGivenUp()
    {
        var given = _writes.Where(write => write.Value.Task.IsCompleted && write.Value.Committed is not null)
            .Select(write => write.Key)
            .ToHashSet();
        foreach (var write in given)
            _writes.Remove(write);
        return given;
    }
}
