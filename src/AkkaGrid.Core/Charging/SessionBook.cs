namespace AkkaGrid.Core.Charging;

/// <summary>
/// The sessions of one substation: carries out the steps of <see cref="SessionLifecycle"/>, and answers the callers
/// that wait for them.
/// </summary>
internal sealed class SessionBook<TCaller>
{
    // Thousands may have been kept long enough at once: those of a day are deleted within some minutes.
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
                // That one is superseded may be told by what is on record for others only.
                Durable = session.SupersededBy is null && resumed == session,
                KeptSince = session.EndedAt > now ? now : null,
            });
        }
    }

    /// <summary>The power that the sessions take.</summary>
    public PowerAccount Power { get; } = new();

    public IEnumerable<ChargingSession> Sessions => _entries.Values.Select(entry => entry.Session);

    /// <summary>
    /// The sessions whose keys are bound to this substation. A durably void one is not: its key may have gone
    /// elsewhere, as that of a superseded one has.
    /// </summary>
    public IEnumerable<ChargingSession> Known => _entries.Values
        .Where(entry => entry.Stage is not (SessionStage.Void or SessionStage.Superseded))
        .Select(entry => entry.Session);

    /// <summary>Why the last sessions are here, the last one first.</summary>
    public IReadOnlyList<Decision> LastDecisions(int count) =>
        [.. _entries.Values.Select(entry => entry.Session.Decision)
            .OfType<Decision>().OrderByDescending(decision => decision.At).Take(count)];

    public ChargingSession? Find(SessionId id) => _entries.GetValueOrDefault(id)?.Session;

    /// <inheritdoc cref="ReviewQueue{TCaller}.HasUrgent"/>
    public bool HasUrgentReviews => _reviews.HasUrgent;

    /// <summary>The sessions whose records are to be read next: first the urgent ones, then some in turn.</summary>
    public IReadOnlyList<SessionId> ToReview(int count) =>
        _reviews.Next(count, entry => _entries.GetValueOrDefault(entry.Session.Id) == entry);

    /// <summary>
    /// Other nodes have written the records of these sessions, which may be of this substation; null for any records.
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
    /// Another session stands for the key of a session, elsewhere. One that is starting learns it from its record.
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

            // One that is starting ends once its record has come back: nobody has been answered before.
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

    /// <summary>The write of a session's record was answered.</summary>
    /// <param name="written">The session as it was written.</param>
    /// <param name="standing">
    /// The session that is on record for the key; null where it may or may not have been written.
    /// </param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    /// <returns>
    /// The callers to answer, with the numbers of their reservations: those that wait for the start of the session.
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
        // A caller that cancels the session of that key must be led to the one that stands.
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

    /// <summary>Gives back the power that a session held after an end before its time.</summary>
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
