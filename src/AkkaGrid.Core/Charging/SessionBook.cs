namespace AkkaGrid.Core.Charging;

/// <summary>
/// The sessions of one substation: carries out the steps of <see cref="SessionLifecycle"/>, and answers the callers
/// that wait for them.
/// </summary>
internal sealed class SessionBook<TCaller>
{
    // Thousands of sessions may reach the end of their retention at once: those of a day are deleted within some
    // minutes.
    private const int MaxDeleted = 256;

    private readonly TimeSpan _keepEnded;
    private readonly Dictionary<SessionId, BookedSession<TCaller>> _entries = [];
    private readonly PriorityQueue<SessionId, DateTimeOffset> _ended = new();
    private readonly RecordQueue<TCaller> _records = new();
    private readonly ReviewQueue<TCaller> _reviews = new();

    public SessionBook(TimeSpan keepEnded, IEnumerable<ChargingSession> recorded, DateTimeOffset now)
    {
        _keepEnded = keepEnded;
        foreach (var session in recorded)
        {
            var resumed = session.ResumedAt(now);
            Add(new BookedSession<TCaller>(resumed)
            {
                // That this session is superseded may follow only from the records of other sessions.
                Durable = session.SupersededBy is null && resumed == session,
                KeptSince = session.EndedAt > now ? now : null,
            });
        }
    }

    /// <summary>The power that the sessions use.</summary>
    public PowerAccount Power { get; } = new();

    public IEnumerable<ChargingSession> Sessions => _entries.Values.Select(entry => entry.Session);

    /// <summary>
    /// The sessions whose keys belong to this substation. A session that is recorded as void is not among them: its key
    /// may belong to another substation, as that of a superseded one does.
    /// </summary>
    public IEnumerable<ChargingSession> Known => _entries.Values
        .Where(entry => entry.Stage is not (SessionStage.Void or SessionStage.Superseded))
        .Select(entry => entry.Session);

    /// <summary>The decisions behind the latest sessions, the latest first.</summary>
    public IReadOnlyList<Decision> LastDecisions(int count) =>
        [.. _entries.Values.Select(entry => entry.Session.Decision)
            .OfType<Decision>().OrderByDescending(decision => decision.At).Take(count)];

    public ChargingSession? Find(SessionId id) => _entries.GetValueOrDefault(id)?.Session;

    /// <inheritdoc cref="ReviewQueue{TCaller}.HasUrgent"/>
    public bool HasUrgentReviews => _reviews.HasUrgent;

    /// <summary>The sessions whose records must be read next: the urgent ones first, then some in rotation.</summary>
    public IReadOnlyList<SessionId> ToReview(int count) =>
        _reviews.Next(count, entry => _entries.GetValueOrDefault(entry.Session.Id) == entry);

    /// <summary>
    /// Moves up the sessions of this substation whose records other nodes have written; null stands for any record.
    /// </summary>
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
        return entry.Stage switch
        {
            SessionStage.Void => KeyStatus.Free,
            SessionStage.Unconfirmed when entry.InFlight && entry.Session.Request == request => KeyStatus.Pending,
            SessionStage.Unconfirmed or SessionStage.Superseded => KeyStatus.NotRecorded,
            _ when entry.Session.Request != request => KeyStatus.Reused,
            SessionStage.Starting => KeyStatus.Pending,
            _ => KeyStatus.Started,
        };
    }

    public void Open(ChargingSession session, List<ISubstationEffect> effects)
    {
        if (_entries.TryGetValue(session.Id, out var former))
            Remove(former);
        var entry = new BookedSession<TCaller>(session);
        Add(entry);
        _records.Write(entry, effects);
    }

    public void AwaitStart(SessionId id, TCaller caller, long number) => _entries[id].Starters.Add((caller, number));

    public void Cancel(SessionId id, TCaller caller, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (!_entries.TryGetValue(id, out var entry) || entry.Stage is not (SessionStage.Running or SessionStage.Ended))
        {
            effects.Add(new Reply<TCaller>(caller, new CancelRefused(id, CancelRefusal.Unknown)));
            return;
        }

        if (entry.Stage == SessionStage.Running)
            Change(entry, entry.Session.Ended(SessionState.Completed, now));
        if (entry.Durable)
        {
            effects.Add(new Reply<TCaller>(caller, new SessionCancelled(entry.Session)));
            return;
        }

        entry.Cancellers.Add(caller);
        _records.Write(entry, effects);
    }

    /// <summary>
    /// Ends a session because the session of another substation stands for its key. One that is starting learns that
    /// from its own record instead.
    /// </summary>
    public void Supersede(ChargingSession standing, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (_entries.TryGetValue(standing.Id, out var entry) && standing.Substation != entry.Session.Substation
            && SessionLifecycle.YieldsTo(entry.Stage, standing.State))
        {
            Supersede(entry, standing, now, effects);
        }
    }

    public void EndDue(DateTimeOffset now, List<ISubstationEffect> effects)
    {
        foreach (var id in Power.DueAt(now))
        {
            var entry = _entries[id];
            ReleaseHeld(entry);

            // A session that is starting ends once its record is written: no caller has been answered before that.
            if (entry.Stage != SessionStage.Running)
                continue;
            Change(entry, entry.Session.Ended(SessionState.Completed, entry.Session.ExpectedEnd));
            _records.WriteLater(entry, effects);
        }
    }

    public void RetryRecords(List<ISubstationEffect> effects) => _records.Retry(id => _entries[id], effects);

    public void DeleteExpired(DateTimeOffset now, List<ISubstationEffect> effects)
    {
        for (var left = MaxDeleted; left > 0 && _ended.TryPeek(out var id, out var until) && until <= now; left--)
        {
            _ended.Dequeue();
            if (!_entries.TryGetValue(id, out var entry) || (entry.KeptSince ?? entry.Session.EndedAt) is not { } since)
                continue;
            if (!entry.Durable || since + _keepEnded > now)
            {
                _ended.Enqueue(id, now + _keepEnded);
                continue;
            }

            Remove(entry);
            effects.Add(new DeleteSession(entry.Session));
        }
    }

    /// <summary>Handles the outcome of the write of a session's record.</summary>
    /// <param name="written">The session as it was written.</param>
    /// <param name="standing">The session that is recorded for the key; null where the outcome is unknown.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Receives the effects.</param>
    /// <returns>
    /// The callers that wait for the start of the session and must be answered now, with the numbers of their
    /// reservations.
    /// </returns>
    public IReadOnlyList<(TCaller Caller, long Number)> Recorded(
        ChargingSession written, ChargingSession? standing, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (!_entries.TryGetValue(written.Id, out var entry) || !entry.InFlight)
            return [];
        _records.Written(entry, standing is not null, effects);
        var answer = standing switch
        {
            null => RecordAnswer.Unknown,
            _ when standing.Substation != written.Substation => RecordAnswer.OtherStands,
            { State: SessionState.Invalid } => RecordAnswer.IsVoid,
            _ => RecordAnswer.Stands,
        };
        var wasUnconfirmed = entry.Stage == SessionStage.Unconfirmed;
        var step = SessionLifecycle.After(entry.Stage, entry.Session != written, answer);
        switch (step)
        {
            case RecordStep.GiveUpStart:
                Change(entry, entry.Session.Ended(SessionState.Invalid, now));
                _records.Write(entry, effects);
                return [];
            case RecordStep.Activate:
                Change(entry, entry.Session with { State = SessionState.Active });
                Confirm(entry);
                break;
            case RecordStep.AdoptRecord:
                Change(entry, standing!);
                Confirm(entry);
                break;
            case RecordStep.Confirm:
                Confirm(entry);
                break;
            case RecordStep.WriteAgain:
                _records.Write(entry, effects);
                break;
            case RecordStep.Discard:
                Remove(entry);
                break;
            case RecordStep.Supersede:
                Supersede(entry, standing!, now, effects);
                break;
            case RecordStep.Retry:
                break;
        }

        if (wasUnconfirmed)
            EndDue(now, effects);
        if (step is RecordStep.Confirm or RecordStep.Retry)
            AnswerCancellers(entry, isRecorded: step == RecordStep.Confirm, effects);
        return entry.TakeStarters();
    }

    private void Supersede(
        BookedSession<TCaller> entry, ChargingSession standing, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        // A caller that cancels the session of this key must be redirected to the session that stands.
        AnswerCancellers(entry, isRecorded: false, effects);
        Change(entry, entry.Session.Superseded(standing.Substation, now));
        effects.Add(new SessionSuperseded(entry.Session));
        _records.Write(entry, effects);
    }

    private static void AnswerCancellers(BookedSession<TCaller> entry, bool isRecorded, List<ISubstationEffect> effects)
    {
        effects.AddRange(entry.Cancellers.Select(caller => new Reply<TCaller>(caller, isRecorded
            ? new SessionCancelled(entry.Session)
            : new CancelRefused(entry.Session.Id, CancelRefusal.NotRecorded))));
        entry.Cancellers.Clear();
    }

    private void Confirm(BookedSession<TCaller> entry)
    {
        entry.Durable = true;
        _records.Remove(entry);
        ReleaseHeld(entry);
    }

    /// <summary>Releases the power that a session held after an early end.</summary>
    private void ReleaseHeld(BookedSession<TCaller> entry)
    {
        if (!entry.HoldsPower)
            return;
        entry.HoldsPower = false;
        Power.Remove(entry.Session);
    }

    private void Change(BookedSession<TCaller> entry, ChargingSession session)
    {
        Remove(entry);
        entry.HoldsPower = entry.Session.TakesPower && !session.TakesPower
            && session.SupersededBy is null && session.EndedAt < session.ExpectedEnd;
        entry.Session = session;
        entry.Durable = false;
        Add(entry);
    }

    private void Add(BookedSession<TCaller> entry)
    {
        var session = entry.Session;
        _entries[session.Id] = entry;
        if (!entry.Durable)
            _records.Add(entry);
        if (session.TakesPower || entry.HoldsPower)
            Power.Add(session);
        if (!session.TakesPower)
            _ended.Enqueue(session.Id, (entry.KeptSince ?? session.EndedAt ?? session.ExpectedEnd) + _keepEnded);
        _reviews.Add(entry);
    }

    private void Remove(BookedSession<TCaller> entry)
    {
        _entries.Remove(entry.Session.Id);
        _records.Remove(entry);
        Power.Remove(entry.Session);
    }
}
