namespace AkkaGrid.Core.Causality;

/// <summary>Requests that wait until a clock covers their causal context.</summary>
/// <typeparam name="T">What names a request.</typeparam>
public sealed class ContextWaiters<T>
    where T : class
{
    private readonly WaitingIndex<ulong, Waiter> _waiting = new();
    private readonly ClockBases _bases;
    private List<Waiter> _waitingForBases = [];
    private VectorClock _delivered;

    /// <summary>Waiters at a replica.</summary>
    /// <param name="delivered">What it has delivered.</param>
    /// <param name="bases">The clock bases that it knows.</param>
    public ContextWaiters(VectorClock delivered, ClockBases bases)
    {
        _delivered = delivered;
        _bases = bases;
    }

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Lets a request wait.</summary>
    /// <returns>Whether it must wait: false where its context is covered now.</returns>
    public bool Add(CausalContext context, T request) => !Place(new Waiter(context, request), isNew: true);

    /// <summary>The clock bases that requests wait to know.</summary>
    public IEnumerable<ulong> UnknownBases =>
        _waitingForBases.SelectMany(waiter => waiter.Context.Bases)
            .Where(name => !_bases.TryFind(name, out _)).Distinct();

    /// <summary>Notes what has been delivered now, and takes out the requests whose context that covers.</summary>
    public IReadOnlyList<T> Advance(VectorClock delivered)
    {
        var before = _delivered;
        _delivered = delivered;
        if (Count == 0)
            return [];
        var satisfied = new List<T>();
        foreach (var entry in delivered.Beyond(before))
            Wake(entry.Origin.Nonce, entry.Sequence, satisfied);
        (var again, _waitingForBases) = (_waitingForBases, []);
        foreach (var waiter in again)
            PlaceAgain(waiter, satisfied);
        return satisfied;
    }

    /// <summary>Forgets requests whose time is up or whose client is gone.</summary>
    public void RemoveWhere(Func<T, bool> gone)
    {
        _waiting.RemoveWhere(Leaves);
        _waitingForBases.RemoveAll(waiter => Leaves(waiter));

        bool Leaves(Waiter waiter)
        {
            var leaves = gone(waiter.Request);
            Count -= leaves ? 1 : 0;
            return leaves;
        }
    }

    private void Wake(ulong nonce, ulong reached, List<T> satisfied)
    {
        while (_waiting.TryWake(nonce, reached, out var waiter))
            PlaceAgain(waiter!, satisfied);
    }

    private void PlaceAgain(Waiter waiter, List<T> satisfied)
    {
        if (!Place(waiter, isNew: false))
            return;
        Count--;
        satisfied.Add(waiter.Request);
    }

    /// <summary>Lets a waiter stand for the first thing it misses; true where it misses nothing.</summary>
    private bool Place(Waiter waiter, bool isNew)
    {
        if (waiter.Context.IsCoveredBy(_delivered, _bases))
            return true;
        Count += isNew ? 1 : 0;
        if (waiter.Context.Bases.Any(name => !_bases.TryFind(name, out _)))
        {
            _waitingForBases.Add(waiter);
            return false;
        }

        var (nonce, sequence) = waiter.Context.Missing(_delivered, _bases).First();
        _waiting.Wait(nonce, sequence, waiter);
        return false;
    }

    private sealed record Waiter(CausalContext Context, T Request);
}
