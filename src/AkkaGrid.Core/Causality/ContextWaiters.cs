namespace AkkaGrid.Core.Causality;

/// <summary>Requests that wait until a clock covers their causal context.</summary>
/// <typeparam name="T">What names a request.</typeparam>
public sealed class ContextWaiters<T>
    where T : class
{
    private readonly WaitingIndex<ulong, Waiter> _waiting = new();
    private VectorClock _clock;

    /// <summary>Waiters for a clock that stands where it stands.</summary>
    public ContextWaiters(VectorClock clock) => _clock = clock;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Lets a request wait.</summary>
    /// <returns>Whether it must wait: false where the clock covers its context now.</returns>
    public bool Add(CausalContext context, T request) => !Place(new Waiter(context, request), isNew: true);

    /// <summary>Moves the clock on, and takes out the requests whose context it now covers.</summary>
    public IReadOnlyList<T> Advance(VectorClock clock)
    {
        var before = _clock;
        _clock = clock;
        if (Count == 0)
            return [];
        var satisfied = new List<T>();
        foreach (var entry in clock.Entries)
        {
            if (before.Covers(entry))
                continue;
            while (_waiting.TryWake(entry.Origin.Nonce, entry.Sequence, out var waiter))
            {
                if (!Place(waiter!, isNew: false))
                    continue;
                Count--;
                satisfied.Add(waiter!.Request);
            }
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

    /// <summary>Lets a waiter stand for the first thing it misses; true where it misses nothing.</summary>
    private bool Place(Waiter waiter, bool isNew)
    {
        foreach (var (nonce, sequence) in waiter.Context.Missing(_clock))
        {
            _waiting.Wait(nonce, sequence, waiter);
            Count += isNew ? 1 : 0;
            return false;
        }

        return true;
    }

    private sealed record Waiter(CausalContext Context, T Request);
}
