namespace AkkaGrid.Core.KeyValue;

/// <summary>The writes that wait until enough replicas have them on disk.</summary>
internal sealed class PendingWrites
{
    private Queue<(ulong Sequence, ulong WriteId)> _majority = new();
    private Queue<(ulong Sequence, ulong WriteId)> _all = new();

    /// <summary>Whether any write is pending.</summary>
    public bool Any => _majority.Count + _all.Count > 0;

    /// <summary>How many replicas must have a write, by its concern.</summary>
    public static int Needed(WriteConcern concern, int replicas) => concern switch
    {
        WriteConcern.Local => 1,
        WriteConcern.Majority => (replicas / 2) + 1,
        WriteConcern.All => replicas,
        _ => throw new ArgumentOutOfRangeException(nameof(concern), concern, null),
    };

    /// <summary>Adds a write. Writes must be added in the order of their sequences.</summary>
    public void Add(ulong sequence, ulong writeId, WriteConcern concern) =>
        (concern == WriteConcern.All ? _all : _majority).Enqueue((sequence, writeId));

    /// <summary>Removes and returns the writes that enough replicas have.</summary>
    /// <param name="reached">For each other member, the last of this replica's updates that it has confirmed.</param>
    /// <param name="replicas">The size of the replica set.</param>
    /// <param name="isCounted">Whether this replica is current in the set, so that its own disk counts.</param>
    public IEnumerable<ulong> Acknowledged(IEnumerable<ulong> reached, int replicas, bool isCounted)
    {
        ulong[] descending = [.. reached.OrderDescending()];
        return Take(_majority, Reached(WriteConcern.Majority)).Concat(Take(_all, Reached(WriteConcern.All)));

        ulong Reached(WriteConcern concern) => (Needed(concern, replicas) - (isCounted ? 1 : 0)) switch
        {
            0 => ulong.MaxValue,
            var others when others <= descending.Length => descending[others - 1],
            _ => 0,
        };
    }

    /// <summary>Removes writes whose clients no longer wait.</summary>
    public void Forget(IReadOnlySet<ulong> writes)
    {
        if (writes.Count == 0)
            return;
        _majority = new(_majority.Where(write => !writes.Contains(write.WriteId)));
        _all = new(_all.Where(write => !writes.Contains(write.WriteId)));
    }

    private static IEnumerable<ulong> Take(Queue<(ulong Sequence, ulong WriteId)> queue, ulong reached)
    {
        while (queue.TryPeek(out var head) && head.Sequence <= reached)
        {
            queue.Dequeue();
            yield return head.WriteId;
        }
    }
}
