namespace AkkaGrid.Core.Charging;

/// <summary>
/// Schedules the writes of a substation's session records. A record that a caller waits for is written at once; of the
/// others at most <see cref="MaxUnderWay"/> are written at a time, because thousands of sessions may end together.
/// </summary>
internal sealed class RecordQueue<TCaller>
{
    /// <summary>How many records are written at a time, not counting those that a caller waits for.</summary>
    public const int MaxUnderWay = 256;

    private readonly HashSet<SessionId> _unrecorded = [];
    private readonly HashSet<SessionId> _underWay = [];
    private readonly Queue<BookedSession<TCaller>> _later = new();

    /// <summary>Adds a session whose record differs from its state.</summary>
    public void Add(BookedSession<TCaller> entry) => _unrecorded.Add(entry.Session.Id);

    /// <summary>Removes a session whose record equals its state or no longer matters.</summary>
    public void Remove(BookedSession<TCaller> entry) => _unrecorded.Remove(entry.Session.Id);

    /// <summary>
    /// Writes a record now, unless one of the session is being written already: the outcome of that write decides what
    /// is left to do.
    /// </summary>
    public void Write(BookedSession<TCaller> entry, List<ISubstationEffect> effects)
    {
        if (entry.InFlight)
            return;
        entry.InFlight = true;
        _underWay.Add(entry.Session.Id);
        effects.Add(new RecordSession(entry.Session.State == SessionState.Pending
            ? entry.Session with { State = SessionState.Active }
            : entry.Session));
    }

    /// <summary>Writes a record once few enough writes are in progress.</summary>
    public void WriteLater(BookedSession<TCaller> entry, List<ISubstationEffect> effects)
    {
        if (_underWay.Count < MaxUnderWay)
            Write(entry, effects);
        else
            _later.Enqueue(entry);
    }

    /// <summary>
    /// Handles the outcome of a write. Where the outcome is unknown, the other records wait for the next
    /// <see cref="Retry"/>.
    /// </summary>
    public void Written(BookedSession<TCaller> entry, bool isKnown, List<ISubstationEffect> effects)
    {
        entry.InFlight = false;
        _underWay.Remove(entry.Session.Id);
        while (isKnown && _underWay.Count < MaxUnderWay && _later.TryDequeue(out var next))
            if (_unrecorded.Contains(next.Session.Id) && !next.Durable)
                Write(next, effects);
    }

    /// <summary>Retries the writes that failed.</summary>
    /// <param name="find">Finds a session.</param>
    /// <param name="effects">Receives the writes.</param>
    public void Retry(Func<SessionId, BookedSession<TCaller>> find, List<ISubstationEffect> effects)
    {
        foreach (var id in _unrecorded.TakeWhile(_ => _underWay.Count < MaxUnderWay))
            Write(find(id), effects);
    }
}
