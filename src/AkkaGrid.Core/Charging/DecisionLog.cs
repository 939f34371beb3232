namespace AkkaGrid.Core.Charging;

/// <summary>The latest routing decisions, one per session.</summary>
/// <param name="capacity">How many are kept; the oldest is dropped.</param>
internal sealed class DecisionLog(int capacity)
{
    private readonly Dictionary<SessionId, Entry> _entries = [];
    private readonly Queue<Entry> _order = new();

    /// <summary>The decision for a session; null where it is not known, or no longer kept.</summary>
    /// <param name="session">The session.</param>
    /// <param name="candidates">The maximum number of candidates to include.</param>
    public Decision? Find(SessionId session, int candidates = int.MaxValue) =>
        _entries.GetValueOrDefault(session)?.Copy(candidates);

    /// <summary>The decisions for the latest sessions, the latest first.</summary>
    /// <param name="most">The maximum number.</param>
    public IReadOnlyList<Decision> Last(int most) =>
        [.. _order.OrderByDescending(entry => entry.At).Take(most).Select(entry => entry.Copy())];

    /// <summary>Adds a decision.</summary>
    /// <param name="decision">The decision, without its candidates.</param>
    /// <param name="candidates">The candidates.</param>
    public void Add(Decision decision, ReadOnlySpan<Candidate> candidates)
    {
        if (!_entries.TryGetValue(decision.Session, out var entry))
        {
            entry = Next();
            _entries.Add(decision.Session, entry);
            _order.Enqueue(entry);
        }

        entry.Write(decision, candidates);
    }

    /// <summary>
    /// Adds recent decisions of former balancers, as the substations report them. Decisions of this balancer are newer,
    /// and are kept.
    /// </summary>
    public void Take(IEnumerable<Decision> decisions)
    {
        foreach (var decision in decisions.Where(decision => !_entries.ContainsKey(decision.Session)))
            Add(decision, [.. decision.Candidates]);
    }

    /// <summary>Records the actual load of the chosen substation, which has answered.</summary>
    public void Learn(SessionId session, SubstationId substation, Kilowatts load)
    {
        if (_entries.TryGetValue(session, out var entry))
            entry.Learn(substation, load);
    }

    /// <summary>
    /// An entry to overwrite, usually that of the oldest decision: allocating the candidates of a large grid would be
    /// most of the cost of a decision.
    /// </summary>
    private Entry Next()
    {
        if (_order.Count < capacity)
            return new Entry();
        var oldest = _order.Dequeue();
        _entries.Remove(oldest.Session);
        return oldest;
    }

    private sealed class Entry
    {
        private readonly List<Candidate> _candidates = [];
        private Decision? _decision;

        public SessionId Session => _decision!.Session;

        public DateTimeOffset At => _decision!.At;

        public void Write(Decision decision, ReadOnlySpan<Candidate> candidates)
        {
            _decision = decision;
            _candidates.Clear();
            _candidates.AddRange(candidates);
        }

        public void Learn(SubstationId substation, Kilowatts load)
        {
            if (_decision is { TrueLoad: null } decision && decision.Chosen == substation)
                _decision = decision with { TrueLoad = load };
        }

        public Decision Copy(int candidates = int.MaxValue) =>
            _decision! with { Candidates = Decision.Some(_candidates, _decision.Chosen, candidates) };
    }
}
