namespace AkkaGrid.Core.Causality;

/// <summary>
/// Who waits for which count of a clock entry: each waiter stands in one queue at a time, ordered by the sequence it
/// needs, so an entry that advances wakes those it satisfies and looks at no other.
/// </summary>
/// <typeparam name="TEntry">What names a clock entry.</typeparam>
/// <typeparam name="TWaiter">What waits.</typeparam>
internal sealed class WaitingIndex<TEntry, TWaiter>
    where TEntry : notnull
{
    private readonly Dictionary<TEntry, PriorityQueue<TWaiter, ulong>> _queues = [];

    /// <summary>Lets a waiter wait until an entry reaches a sequence.</summary>
    public void Wait(TEntry entry, ulong sequence, TWaiter waiter)
    {
        if (!_queues.TryGetValue(entry, out var queue))
            _queues[entry] = queue = new PriorityQueue<TWaiter, ulong>();
        queue.Enqueue(waiter, sequence);
    }

    /// <summary>Takes out one waiter that is satisfied now that an entry has reached a sequence.</summary>
    public bool TryWake(TEntry entry, ulong reached, out TWaiter? waiter)
    {
        waiter = default;
        if (!_queues.TryGetValue(entry, out var queue) || !queue.TryPeek(out _, out var needed) || needed > reached)
            return false;
        waiter = queue.Dequeue();
        if (queue.Count == 0)
            _queues.Remove(entry);
        return true;
    }

    /// <summary>Forgets the waiters that a test names.</summary>
    public void RemoveWhere(Func<TWaiter, bool> gone)
    {
        foreach (var (entry, queue) in _queues.ToList())
        {
            var staying = queue.UnorderedItems.Where(item => !gone(item.Element)).ToList();
            if (staying.Count == queue.Count)
                continue;
            _queues.Remove(entry);
            if (staying.Count > 0)
                _queues[entry] = new PriorityQueue<TWaiter, ulong>(staying);
        }
    }
}
