namespace AkkaGrid.Core.Charging;

/// <summary>The last decisions, one per session.</summary>
/// <param name="capacity">How many are kept; the oldest goes.</param>
internal sealed class DecisionLog(int capacity)
{
    private readonly Dictionary<SessionId, Entry> _entries = [];
    private readonly Queue<Entry> _order = new();

    /// <summary>Why a session is where it is; null where that is not known, or no longer.</summary>
    /// <param name="session">The session.</param>
    /// <param name="candidates">How many candidates it names at most.</param>
    public Decision? Find(SessionId session, int candidates = int.MaxValue) =>
        _entries.GetValueOrDefault(session)?.Copy(candidates);

    /// <summary>The decisions of the sessions that came last, the last one first.</summary>
    /// <param name="most">How many.</param>
    public IReadOnlyList<Decision> Last(int most) =>
        [.. _order.OrderByDescending(entry => entry.At).Take(most).Select(entry => entry.Copy())];

    /// <summary>Keeps a decision.</summary>
    /// <param name="decision">The decision, without its candidates.</param>
    /// <param name="candidates">Those.</param>
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
    /// Takes what former balancers have decided lately, as the substations tell it. What this one has decided is newer,
    /// and stays.
    /// </summary>
    public void Take(IEnumerable<Decision> decisions)
    {
        foreach (var decision in decisions.Where(decision => !_entries.ContainsKey(decision.Session)))
            Add(decision, [.. decision.Candidates]);
    }

    /// <summary>The chosen substation has answered what its load was.</summary>
    public void Learn(SessionId session, SubstationId substation, Kilowatts load)
    {
        if (_entries.TryGetValue(session, out var entry))
            entry.Learn(substation, load);
    }

    /// <summary>
    /// An empty entry, as a rule that of the oldest decision: the candidates of a large grid are most of what a
    /// decision would allocate.
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
