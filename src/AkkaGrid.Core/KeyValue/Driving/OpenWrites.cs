namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>
/// The writes that a replica has accepted, until their clients are answered. Each gets exactly one answer, and a true
/// one.
/// </summary>
internal sealed class OpenWrites
{
    private readonly Dictionary<ulong, Write> _writes = [];
    private ulong _last;

    /// <summary>Adds a write.</summary>
    /// <returns>The number that identifies it in the replica's effects.</returns>
    public ulong Add(Write write)
    {
        _writes[++_last] = write;
        return _last;
    }

    /// <summary>The write with a number; null where it has been answered.</summary>
    public Write? Find(ulong writeId) => _writes.GetValueOrDefault(writeId);

    /// <summary>Records that a write is on this replica's disk.</summary>
    public void Committed(WriteCommitted committed)
    {
        _writes[committed.WriteId].Committed = committed;
        if (committed.IsAcknowledged)
            Acknowledge(committed.WriteId);
    }

    /// <summary>Answers a write whose concern is satisfied, if its client still waits.</summary>
    public void Acknowledge(ulong writeId)
    {
        if (_writes.Remove(writeId, out var write))
            write.Reply.Succeed(write.Committed!);
    }

    /// <summary>Answers a write whose condition does not hold.</summary>
    public void Refuse(WriteRefused refused)
    {
        if (_writes.Remove(refused.WriteId, out var write))
            write.Fail(new PreconditionFailed(refused.Present));
    }

    /// <summary>Fails the writes of a turn whose commit failed: they may or may not have happened.</summary>
    public void Fail(Turn turn, string error)
    {
        foreach (var effect in turn.Effects.OfType<WriteCommitted>())
        {
            if (_writes.Remove(effect.WriteId, out var write))
                write.Fail(new DiskFailedDuringWrite(error));
        }
    }

    /// <summary>Answers every open write with what is known of it, because the replica stops.</summary>
    public void FailAll()
    {
        foreach (var write in _writes.Values)
            write.Fail(write.Committed is { } committed
                ? new StoppedDuringReplication(committed.Dot)
                : new StoppedDuringWrite());
        _writes.Clear();
    }

    /// <summary>Removes the writes that are on disk and whose clients no longer wait for other replicas.</summary>
    /// <returns>Their numbers.</returns>
    public IReadOnlySet<ulong> RemoveAbandoned()
    {
        var abandoned = _writes.Where(write => write.Value.IsAbandoned && write.Value.Committed is not null)
            .Select(write => write.Key)
            .ToHashSet();
        foreach (var write in abandoned)
            _writes.Remove(write);
        return abandoned;
    }
}
