namespace AkkaGrid.Core.Charging;

/// <summary>The sessions of one substation, the exact sum of the power they take, and how far their records have come.</summary>
internal sealed class SessionBook<TCaller>
{
    // Thousands may have been kept long enough at once: of a day, they go in some minutes.
    private const int MaxForgotten = 256;

    private readonly TimeSpan _keepEnded;
    private readonly Dictionary<SessionId, BookedSession<TCaller>> _entries = [];
    private readonly SortedSet<(DateTimeOffset End, SessionId Id)> _live = new(Comparer<(DateTimeOffset End, SessionId Id)>.Create(
        static (left, right) => left.End == right.End ? left.Id.CompareTo(right.Id) : left.End.CompareTo(right.End)));
    private readonly PriorityQueue<SessionId, DateTimeOffset> _ended = new();
    private readonly RecordQueue<TCaller> _records = new();
    private readonly ReviewQueue<TCaller> _reviews = new();

    // The same for every report until a session starts or ends.
    private Release[]? _releases;

    public SessionBook(TimeSpan keepEnded, IEnumerable<ChargingSession> recorded, DateTimeOffset now)
    {
        _keepEnded = keepEnded;
        foreach (var session in recorded)
        {
            var resumed = session.ResumedAt(now);
            Put(new BookedSession<TCaller>(resumed)
            {
                // That one is superseded may be told by what is on record for others only.
                Durable = session.SupersededBy is null && resumed == session,
                KeptSince = session.EndedAt > now ? now : null,
            });
        }
    }

    public Kilowatts Load { get; private set; }

    public int ActiveCount => _live.Count;

    public DateTimeOffset? NextEnd => _live.Count == 0 ? null : _live.Min.End;

    public IEnumerable<ChargingSession> Sessions => _entries.Values.Select(entry => entry.Session);

    /// <summary>
    /// The sessions whose keys are bound to this substation. A durably void one is not: its key may have gone elsewhere,
    /// as that of a superseded one has.
    /// </summary>
    public IEnumerable<ChargingSession> Known => _entries.Values
        .Where(entry => entry.Session.State != SessionState.Invalid || (!entry.Durable && entry.Session.SupersededBy is null))
        .Select(entry => entry.Session);

    /// <summary>Why the last sessions are here, the last one first.</summary>
    public IReadOnlyList<Decision> LastDecisions(int count) =>
        [.. _entries.Values.Select(entry => entry.Session.Decision).OfType<Decision>().OrderByDescending(decision => decision.At).Take(count)];

    public ChargingSession? Find(SessionId id) => _entries.GetValueOrDefault(id)?.Session;

    public IReadOnlyList<Release> NextReleases => _releases ??=
        [.. _live.Take(LoadReport.MaxReleases).Select(live => new Release(live.End, _entries[live.Id].Session.Granted))];

    /// <inheritdoc cref="ReviewQueue{TCaller}.HasUrgent"/>
    public bool HasUrgentReviews => _reviews.HasUrgent;

    /// <summary>The sessions whose records are to be read next: first the urgent ones, then some in turn.</summary>
    public IReadOnlyList<SessionId> ToReview(int count) =>
        _reviews.Next(count, entry => _entries.GetValueOrDefault(entry.Session.Id) == entry);

    /// <summary>Other nodes have written the records of these sessions, which may be of this substation; null for any records.</summary>
    public void RecordsWritten(IEnumerable<SessionId>? sessions)
    {
        if (sessions is null)
        {
            _reviews.ExpediteAll();
            return;
        }

        foreach (var id in sessions)
            if (_entries.TryGetValue(id, out var entry))
                _reviews.Expedite(entry);
    }

    public KeyStatus Claim(ChargeRequest request)
    {
        if (!_entries.TryGetValue(request.SessionId, out var entry))
            return KeyStatus.Free;
        return entry.Session.State switch
        {
            SessionState.Invalid when entry.Durable => KeyStatus.Free,
            SessionState.Invalid when entry.IsUncertain && entry.InFlight && entry.Session.Request == request => KeyStatus.Pending,
            SessionState.Invalid => KeyStatus.NotRecorded,
            _ when entry.Session.Request != request => KeyStatus.Reused,
            SessionState.Pending => KeyStatus.Pending,
            _ => KeyStatus.Started,
        };
    }

    public void Open(ChargingSession session, List<ISubstationEffect> effects)
    {
        if (_entries.TryGetValue(session.Id, out var former))
            Take(former);
        var entry = new BookedSession<TCaller>(session);
        Put(entry);
        _records.Write(entry, effects);
    }

    public void Await(SessionId id, TCaller caller, long number) => _entries[id].Starters.Add((caller, number));

    public void Cancel(SessionId id, TCaller caller, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (!_entries.TryGetValue(id, out var entry) || entry.Session.State is SessionState.Pending or SessionState.Invalid)
        {
            effects.Add(new Reply<TCaller>(caller, new CancelRefused(id, CancelRefusal.Unknown)));
            return;
        }

        if (entry.Session.State == SessionState.Active)
            Change(entry, entry.Session.Ended(SessionState.Completed, now));
        if (entry.Durable)
        {
            effects.Add(new Reply<TCaller>(caller, new SessionCancelled(entry.Session)));
            return;
        }

        entry.Cancellers.Add(caller);
        _records.Write(entry, effects);
    }

    /// <summary>The key of a session has another one, elsewhere, that stands. Of one that is pending its record will tell.</summary>
    public void Supersede(ChargingSession standing, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (_entries.TryGetValue(standing.Id, out var entry) && standing.Substation != entry.Session.Substation
            && YieldsTo(entry.Session.State, standing.State))
        {
            Supersede(entry, standing, now, effects);
        }
    }

    // What was told to stand before this one was over does not stand any more.
    private static bool YieldsTo(SessionState state, SessionState standing) => state switch
    {
        SessionState.Active => standing != SessionState.Invalid,
        SessionState.Completed => standing == SessionState.Completed,
        _ => false,
    };

    public void EndDue(DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (_live.Count == 0 || _live.Min.End > now)
            return;
        foreach (var (end, id) in _live.TakeWhile(live => live.End <= now).ToArray())
        {
            var entry = _entries[id];
            Release(entry);

            // A pending one ends once its record has come back: nobody knows of it before.
            if (entry.Session.State != SessionState.Active)
                continue;
            Change(entry, entry.Session.Ended(SessionState.Completed, end));
            _records.WriteLater(entry, effects);
        }
    }

    public void RetryRecords(List<ISubstationEffect> effects) => _records.Retry(id => _entries[id], effects);

    public void Forget(DateTimeOffset now, List<ISubstationEffect> effects)
    {
        for (var left = MaxForgotten; left > 0 && _ended.TryPeek(out var id, out var until) && until <= now; left--)
        {
            _ended.Dequeue();
            if (!_entries.TryGetValue(id, out var entry) || (entry.KeptSince ?? entry.Session.EndedAt) is not { } since)
                continue;
            if (!entry.Durable || since + _keepEnded > now)
            {
                _ended.Enqueue(id, now + _keepEnded);
                continue;
            }

            Take(entry);
            effects.Add(new DeleteSession(entry.Session));
        }
    }

    /// <returns>The callers to answer: those that wait for a start whose outcome <paramref name="standing"/> tells.</returns>
    public IReadOnlyList<(TCaller Caller, long Number)> Recorded(
        ChargingSession written, ChargingSession? standing, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (!_entries.TryGetValue(written.Id, out var entry) || !entry.InFlight)
            return [];
        _records.Written(entry, standing is not null, effects);
        if (standing is not null && standing.Substation != written.Substation)
            return Yield(entry, standing, now, effects);
        if (entry.Session.State == SessionState.Pending)
            return StartRecorded(entry, standing is not null, now, effects);
        if (entry.IsUncertain)
            return Resolve(entry, standing, now, effects);

        var durable = standing is not null;
        var current = durable && entry.Session == written;
        if (current)
            Settle(entry);
        else if (durable)
            _records.Write(entry, effects);

        if (current || !durable)
        {
            effects.AddRange(entry.Cancellers.Select(caller => new Reply<TCaller>(caller, current
                ? new SessionCancelled(entry.Session)
                : new CancelRefused(entry.Session.Id, CancelRefusal.NotRecorded))));
            entry.Cancellers.Clear();
        }

        return [];
    }

    /// <summary>The record of a start is written, or it is not known whether it is.</summary>
    /// <remarks>
    /// Where that is not known, an edge may have answered a client from the record. So nobody is refused before the record of
    /// the start that is given up has come back: the ledger does not write that over the session.
    /// </remarks>
    private IReadOnlyList<(TCaller Caller, long Number)> StartRecorded(
        BookedSession<TCaller> entry, bool durable, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (!durable)
        {
            Change(entry, entry.Session.Ended(SessionState.Invalid, now));
            _records.Write(entry, effects);
            return [];
        }

        Change(entry, entry.Session with { State = SessionState.Active });
        Settle(entry);
        return entry.TakeStarters();
    }

    /// <summary>
    /// The record of a start that was given up has come back: it is void, or the session is on record after all and runs, or
    /// this is not known either and is asked again with time.
    /// </summary>
    private IReadOnlyList<(TCaller Caller, long Number)> Resolve(
        BookedSession<TCaller> entry, ChargingSession? standing, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (standing is { State: not SessionState.Invalid })
            Change(entry, standing);
        if (standing is not null)
            Settle(entry);
        EndDue(now, effects);
        return entry.TakeStarters();
    }

    /// <summary>What was to be recorded is not: the session of another substation stands.</summary>
    private IReadOnlyList<(TCaller Caller, long Number)> Yield(
        BookedSession<TCaller> entry, ChargingSession standing, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        switch (entry.Session.State)
        {
            // It never was on record: nothing is left to say of it.
            case SessionState.Pending:
                Take(entry);
                break;
            case SessionState.Invalid when entry.Session.SupersededBy is not null:
                _records.Write(entry, effects);
                break;
            default:
                Supersede(entry, standing, now, effects);
                break;
        }

        return entry.TakeStarters();
    }

    private void Supersede(BookedSession<TCaller> entry, ChargingSession standing, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        // Who wants the session of that key to end must be led to the one that stands.
        effects.AddRange(entry.Cancellers.Select(caller =>
            new Reply<TCaller>(caller, new CancelRefused(entry.Session.Id, CancelRefusal.NotRecorded))));
        entry.Cancellers.Clear();
        Change(entry, entry.Session.Superseded(standing.Substation, now));
        effects.Add(new SessionSuperseded(entry.Session));
        _records.Write(entry, effects);
    }

    private void Settle(BookedSession<TCaller> entry)
    {
        entry.Durable = true;
        _records.Remove(entry);
        Release(entry);
    }

    /// <summary>Gives back what an end before its time has held.</summary>
    private void Release(BookedSession<TCaller> entry)
    {
        if (!entry.HoldsPower)
            return;
        entry.HoldsPower = false;
        Free(entry.Session);
    }

    private void Change(BookedSession<TCaller> entry, ChargingSession session)
    {
        Take(entry);
        entry.HoldsPower = entry.Session.TakesPower && !session.TakesPower
            && session.SupersededBy is null && session.EndedAt < session.ExpectedEnd;
        entry.Session = session;
        entry.Durable = false;
        Put(entry);
    }

    private void Put(BookedSession<TCaller> entry)
    {
        var session = entry.Session;
        _entries[session.Id] = entry;
        if (!entry.Durable)
            _records.Add(entry);
        if (session.TakesPower || entry.HoldsPower)
        {
            _releases = null;
            _live.Add((session.ExpectedEnd, session.Id));
            Load += session.Granted;
        }

        if (!session.TakesPower)
            _ended.Enqueue(session.Id, (entry.KeptSince ?? session.EndedAt ?? session.ExpectedEnd) + _keepEnded);
        _reviews.Add(entry);
    }

    private void Take(BookedSession<TCaller> entry)
    {
        _entries.Remove(entry.Session.Id);
        _records.Remove(entry);
        Free(entry.Session);
    }

    private void Free(ChargingSession session)
    {
        if (!_live.Remove((session.ExpectedEnd, session.Id)))
            return;
        _releases = null;
        Load = Load.Less(session.Granted);
    }
}
