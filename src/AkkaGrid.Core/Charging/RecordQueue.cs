namespace AkkaGrid.Core.Charging;

/// <summary>
/// The records of a substation's sessions that are to be written. A record that a caller waits for is written at once;
/// of the others only <see cref="MaxUnderWay"/> are written at a time, because thousands of sessions may end together.
/// </summary>
internal sealed class RecordQueue<TCaller>
{
    /// <summary>How many records are written at a time, those that a caller waits for not counted.</summary>
    public const int MaxUnderWay = 256;

    private readonly HashSet<SessionId> _unrecorded = [];
    private readonly HashSet<SessionId> _underWay = [];
    private readonly Queue<BookedSession<TCaller>> _later = new();

    /// <summary>The record of a session does not say what the session is.</summary>
    public void Add(BookedSession<TCaller> entry) => _unrecorded.Add(entry.Session.Id);

    /// <summary>The record of a session says what it is, or does not matter any more.</summary>
    public void Remove(BookedSession<TCaller> entry) => _unrecorded.Remove(entry.Session.Id);

    /// <summary>
    /// Writes a record now; not while one of the session is being written, whose outcome tells what is left to do.
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

    /// <summary>Writes a record as soon as few enough are under way.</summary>
    public void WriteLater(BookedSession<TCaller> entry, List<ISubstationEffect> effects)
    {
        if (_underWay.Count < MaxUnderWay)
            Write(entry, effects);
        else
            _later.Enqueue(entry);
    }

    /// <summary>
    /// A record has been written, or it is not known whether it has: then the others wait for the next
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

    /// <summary>Writes what could not be written.</summary>
    /// <param name="find">Finds a session.</param>
    /// <param name="effects">Where the writes go.</param>
    public void Retry(Func<SessionId, BookedSession<TCaller>> find, List<ISubstationEffect> effects)
    {
        foreach (var id in _unrecorded.TakeWhile(_ => _underWay.Count < MaxUnderWay))
            Write(find(id), effects);
    }
}
