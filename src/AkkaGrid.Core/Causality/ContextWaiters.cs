namespace AkkaGrid.Core.Causality;

/// <summary>Requests that wait until a clock covers their causal context.</summary>
/// <typeparam name="T">What names a request.</typeparam>
public sealed class ContextWaiters<T>
    where T : class
{
    private readonly WaitingIndex<ulong, Waiter> _waiting = new();
    private Coverage _delivered;

    /// <summary>Waiters for a replica that has delivered what it has.</summary>
    public ContextWaiters(Coverage delivered) => _delivered = delivered;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Lets a request wait.</summary>
    /// <returns>Whether it must wait: false where its context is covered now.</returns>
    public bool Add(CausalContext context, T request) => !Place(new Waiter(context, request), isNew: true);

    /// <summary>Notes what has been delivered now, and takes out the requests whose context that covers.</summary>
    public IReadOnlyList<T> Advance(Coverage delivered)
    {
        var before = _delivered;
        _delivered = delivered;
        if (Count == 0)
            return [];
        var satisfied = new List<T>();
        foreach (var entry in delivered.Clock.Entries)
        {
            if (!before.Covers(entry))
                Wake(entry.Origin.Nonce, entry.Sequence, satisfied);
        }

        if (!ReferenceEquals(before.Folds, delivered.Folds))
        {
            foreach (var fold in delivered.Folds.All)
                Wake(fold.Incarnation.Nonce, fold.Reached, satisfied);
        }

        return satisfied;
    }

    /// <summary>Forgets requests whose time is up or whose client is gone.</summary>
    public void RemoveWhere(Func<T, bool> gone) =>
        _waiting.RemoveWhere(waiter =>
        {
            var leaves = gone(waiter.Request);
            Count -= leaves ? 1 : 0;
            return leaves;
        });

    private void Wake(ulong nonce, ulong reached, List<T> satisfied)
    {
        while (_waiting.TryWake(nonce, reached, out var waiter))
        {
            if (!Place(waiter!, isNew: false))
                continue;
            Count--;
            satisfied.Add(waiter!.Request);
        }
    }

    /// <summary>Lets a waiter stand for the first thing it misses; true where it misses nothing.</summary>
    private bool Place(Waiter waiter, bool isNew)
    {
        foreach (var (nonce, sequence) in waiter.Context.Missing(_delivered))
        {
            _waiting.Wait(nonce, sequence, waiter);
            Count += isNew ? 1 : 0;
            return false;
        }

        return true;
    }

    private sealed record Waiter(CausalContext Context, T Request);
}
