namespace AkkaGrid.Core.Charging;

/// <summary>
/// The state machine of a substation: the only authority over its power, its sessions and their keys. Commands and the
/// time go in, effects come out; a command is confirmed only once the shell has reported its record as durable.
/// </summary>
/// <typeparam name="TCaller">The shell's identity of a caller.</typeparam>
public sealed class Substation<TCaller>
{
    private const int SessionsPerPage = 1000;

    private readonly SubstationPlan _plan;
    private readonly string _node;
    private readonly SessionBook<TCaller> _book;
    private readonly ControlLog<TCaller> _controls;
    private readonly ClaimBook<TCaller> _claims;
    private long _lastApplied;
    private long _sequence;
    private DateTimeOffset _now;

    /// <summary>
    /// Resumes the substation from its records. The first <see cref="Tick"/> ends the sessions that ended while it was
    /// down; the others keep their power.
    /// </summary>
    /// <remarks>
    /// The times passed to it must not go back. Only the first may be earlier than those on record: a machine's clock
    /// may have been set back while its node was down.
    /// </remarks>
    /// <param name="plan">The configuration.</param>
    /// <param name="node">The name of the hosting node.</param>
    /// <param name="keepEnded">How long ended sessions and their keys are kept.</param>
    /// <param name="epoch">The highest recorded epoch.</param>
    /// <param name="sessions">The recorded sessions.</param>
    /// <param name="now">
    /// The time; the reports of this start are numbered from it, above those of earlier starts.
    /// </param>
    /// <param name="controls">The recorded controls; default: none.</param>
    public Substation(
        SubstationPlan plan,
        string node,
        TimeSpan keepEnded,
        FencingEpoch epoch,
        IEnumerable<ChargingSession> sessions,
        DateTimeOffset now,
        SubstationControls? controls = null)
    {
        _plan = plan;
        _node = node;
        _book = new SessionBook<TCaller>(keepEnded, sessions, now);
        _controls = new ControlLog<TCaller>(plan.Rating, controls ?? SubstationControls.None, now);
        _now = now;
        _claims = new ClaimBook<TCaller>(epoch);
        _sequence = (now - DateTimeOffset.UnixEpoch).Ticks;
    }

    /// <summary>The name of the substation.</summary>
    public SubstationId Id => _plan.Id;

    /// <summary>The highest epoch seen.</summary>
    public FencingEpoch Epoch => _claims.Epoch;

    /// <summary>The power that the sessions use, pending ones included.</summary>
    public Kilowatts Load => _book.Power.Load;

    /// <summary>The rating: the configured one, or the one that an operator has set since.</summary>
    public Kilowatts Rating => _controls.Capacity;

    /// <summary>The limit, at the time of the last input.</summary>
    public Kilowatts Limit => _controls.LimitAt(_now);

    /// <summary>Whether the substation accepts no new sessions.</summary>
    public bool Draining => _controls.Draining;

    /// <summary>When the next session ends; null where none runs.</summary>
    public DateTimeOffset? NextEnd => _book.Power.NextEnd;

    /// <summary>When the next demand-response event begins or ends; null where there is none.</summary>
    public DateTimeOffset? NextLimitChange => _controls.NextChange(_now);

    /// <summary>The sessions that are kept, including ended ones.</summary>
    public IEnumerable<ChargingSession> Sessions => _book.Sessions;

    /// <summary>
    /// Whether a record that another node may have written (<see cref="RecordsWritten"/>) has not been read since.
    /// </summary>
    public bool HasUrgentReviews => _book.HasUrgentReviews;

    /// <summary>
    /// The sessions whose records must be read next, to find other sessions of their keys that stand
    /// (<see cref="Superseded"/>): first those that another node has written, then all in rotation. Ended ones are
    /// included, because two sessions of a key may both have ended before their records meet.
    /// </summary>
    /// <param name="count">The maximum number.</param>
    public IReadOnlyList<SessionId> ToReview(int count) => _book.ToReview(count);

    /// <inheritdoc cref="SessionBook{TCaller}.RecordsWritten"/>
    public void RecordsWritten(IEnumerable<SessionId>? sessions) => _book.RecordsWritten(sessions);

    /// <summary>The current load.</summary>
    public LoadReport Report(DateTimeOffset now, long probe = 0) =>
        new(Id, _node, Epoch, ++_sequence, Load, Rating, _controls.LimitAt(now), _book.Power.Count, _lastApplied, now,
            _book.Power.NextReleases, probe)
        {
            Draining = Draining,
            LimitedBy = _controls.HolderAt(now),
            NextLimits = _controls.NextLimits(now, LoadReport.MaxLimits),
        };

    /// <summary>
    /// Whether a new report would differ from an earlier one in anything other than the passing of time.
    /// </summary>
    public bool HasChangedSince(LoadReport report) =>
        Load != report.Load || Limit != report.Limit || Rating != report.Rating || Draining != report.Draining
        || _controls.HolderAt(_now)?.Id != report.LimitedBy?.Id;

    /// <summary>Handles a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="factor">
    /// The random factor for the duration of a session that this starts: 0.8 to 1.2 in the grid, above zero.
    /// </param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<ISubstationEffect> Handle(
        ISubstationCommand command, TCaller caller, double factor, DateTimeOffset now)
    {
        var effects = new List<ISubstationEffect>();
        Pass(now, effects);
        switch (command)
        {
            case StartSession start:
                Start(start, caller, factor, now, effects);
                break;
            case GetSession ask:
                effects.Add(new Reply<TCaller>(caller, new SessionShown(ask.Session, _book.Find(ask.Session))));
                break;
            case CancelSession cancel:
                _book.Cancel(cancel.Session, caller, now, effects);
                break;
            case Claim claim:
                Obey(claim.Epoch, caller, now, effects);
                break;
            case ChangeControls or AddLimitEvent or EndLimitEvent:
                if (_controls.Handle(command, caller, now, effects) is { } answer)
                    AnswerControl(answer, caller, now, effects);
                break;
            case GetLimitEvents:
                effects.Add(new Reply<TCaller>(caller, new LimitEventsShown(Id, _controls.EventsAt(now), now)));
                break;
            case GetLoad ask:
                effects.Add(new ReportLoad<TCaller>(caller, Report(now, ask.Probe)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Unknown command");
        }

        return effects;
    }

    /// <summary>
    /// Handles a tick: ends sessions, retries failed writes, and deletes sessions that were kept long enough.
    /// </summary>
    public IReadOnlyList<ISubstationEffect> Tick(DateTimeOffset now)
    {
        var effects = new List<ISubstationEffect>();
        Pass(now, effects);
        _book.RetryRecords(effects);
        _controls.Tick(now, effects);
        _book.DeleteExpired(now, effects);
        return effects;
    }

    /// <summary>Handles the outcome of a <see cref="RecordSession"/>.</summary>
    /// <param name="session">The session of that effect.</param>
    /// <param name="standing">
    /// The session that is now recorded for its key: this session; that of another substation, which stands; or, for an
    /// abandoned start, the session that was recorded nevertheless. Null where the outcome is unknown.
    /// </param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<ISubstationEffect> SessionRecorded(
        ChargingSession session, ChargingSession? standing, DateTimeOffset now)
    {
        var effects = new List<ISubstationEffect>();
        foreach (var (caller, number) in _book.Recorded(session, standing, now, effects))
        {
            effects.Add(new Reply<TCaller>(
                caller, standing is null or { State: SessionState.Invalid } ? Refused(StartRefusal.NotRecorded)
                    : standing.Request != session.Request ? Refused(StartRefusal.KeyReused)
                    : new SessionStarted(
                        number, standing.Substation == Id ? _book.Find(session.Id)! : standing, Report(now))));

            StartRefused Refused(StartRefusal reason) => new(number, session.Id, reason, Report(now));
        }

        return effects;
    }

    /// <summary>
    /// Ends a session because its record was read and another substation's session stands for its key. It is recorded
    /// as superseded.
    /// </summary>
    /// <param name="standing">The other session.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<ISubstationEffect> Superseded(ChargingSession standing, DateTimeOffset now)
    {
        var effects = new List<ISubstationEffect>();
        _book.Supersede(standing, now, effects);
        return effects;
    }

    /// <summary>
    /// Handles the outcome of a <see cref="RecordEpoch"/>. After a failure the balancer claims again.
    /// </summary>
    public IReadOnlyList<ISubstationEffect> EpochRecorded(FencingEpoch epoch, bool durable, DateTimeOffset now)
    {
        var effects = new List<ISubstationEffect>();
        foreach (var (caller, claimed, answer) in _claims.Recorded(epoch, durable))
            AnswerClaim(answer, claimed, caller, now, effects);
        return effects;
    }

    /// <summary>Handles the outcome of a <see cref="RecordControls"/>. After a failure it is retried later.</summary>
    public IReadOnlyList<ISubstationEffect> ControlsRecorded(bool durable, DateTimeOffset now)
    {
        var effects = new List<ISubstationEffect>();
        foreach (var (caller, limiting) in _controls.Recorded(durable, effects))
            AnswerControl(
                new ControlAnswer(durable ? null : ControlsRefusal.NotRecorded, limiting), caller, now, effects);

        return effects;
    }

    private void Pass(DateTimeOffset now, List<ISubstationEffect> effects)
    {
        _now = now;
        _book.EndDue(now, effects);
    }

    private void AnswerControl(
        ControlAnswer answer, TCaller caller, DateTimeOffset now, List<ISubstationEffect> effects) =>
        effects.Add(new Reply<TCaller>(caller, answer.Refusal is { } reason
            ? new ControlsRefused(Id, reason)
            : new ControlsChanged(Report(now)) { Event = answer.Event }));

    private void Obey(FencingEpoch epoch, TCaller caller, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (epoch > Epoch)
            _lastApplied = 0;
        AnswerClaim(_claims.Claim(epoch, caller, effects), epoch, caller, now, effects);
    }

    private void AnswerClaim(
        ClaimAnswer answer, FencingEpoch epoch, TCaller caller, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (answer == ClaimAnswer.Tell)
            Tell(caller, now, effects);
        else if (answer == ClaimAnswer.Refuse)
            effects.Add(new Reply<TCaller>(caller, new ClaimRefused(Id, epoch, Epoch)));
    }

    private void Tell(TCaller caller, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        var report = Report(now);
        var pages = _book.Known
            .Select(session => new KnownSession(session.Id, session.RemainingAt(now))
            {
                Vehicle = session.TakesPower ? VehicleTag.Of(session.Request.Vehicle) : null,
            })
            .Chunk(SessionsPerPage)
            .DefaultIfEmpty([])
            .ToArray();
        effects.AddRange(pages.Select((page, index) =>
            new Reply<TCaller>(caller, new Claimed(Epoch, report, index, pages.Length, page)
            {
                Decisions = index == 0 ? _book.LastDecisions(Claimed.MaxDecisions) : [],
            })));
    }

    private void Start(
        StartSession start, TCaller caller, double factor, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (start.Epoch != Epoch)
        {
            var reason = start.Epoch < Epoch ? StartRefusal.StaleEpoch : StartRefusal.NotClaimed;
            effects.Add(Refusal(start, reason, caller, now));
            return;
        }

        var late = start.Number <= _lastApplied;
        _lastApplied = Math.Max(_lastApplied, start.Number);
        switch (_book.Claim(start.Request))
        {
            case KeyStatus.Reused:
                effects.Add(Refusal(start, StartRefusal.KeyReused, caller, now));
                break;
            case KeyStatus.Pending:
                _book.AwaitStart(start.Request.SessionId, caller, start.Number);
                break;
            case KeyStatus.Started:
                effects.Add(new Reply<TCaller>(
                    caller, new SessionStarted(start.Number, _book.Find(start.Request.SessionId)!, Report(now))));
                break;
            case KeyStatus.NotRecorded:
                effects.Add(Refusal(start, StartRefusal.NotRecorded, caller, now));
                break;

            // A later number has been handled, perhaps of another request. The balancer no longer reserves power for
            // this one, so it must not start. It gets no answer; the balancer sends it again with a new number.
            case KeyStatus.Free when late:
                break;
            case KeyStatus.Free when start.ExpiresAt <= now:
                effects.Add(Refusal(start, StartRefusal.Expired, caller, now));
                break;
            case KeyStatus.Free when Draining:
                effects.Add(Refusal(start, StartRefusal.Draining, caller, now));
                break;
            case KeyStatus.Free when Load + start.AtLeast > Limit:
                effects.Add(Refusal(start, StartRefusal.NoCapacity, caller, now));
                break;
            case KeyStatus.Free:
                var request = start.Request;
                var granted = request.PartOf(Limit.Less(Load), start.AtLeast);
                var end =
                    now + SessionDuration.Of(_plan.ProcessingTime, request.Priority, factor, request.Amount, granted);
                _book.Open(
                    new ChargingSession(request, Id, SessionState.Pending, now, end, EndedAt: null)
                    {
                        Granted = granted,
                        Decision = start.Decision is { } decision ? decision with { TrueLoad = Load } : null,
                    },
                    effects);
                _book.AwaitStart(start.Request.SessionId, caller, start.Number);
                break;
        }
    }

    private Reply<TCaller> Refusal(StartSession start, StartRefusal reason, TCaller caller, DateTimeOffset now) =>
        new(caller, new StartRefused(start.Number, start.Request.SessionId, reason, Report(now)));
}
