using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// Dispatches the requests of one term: it places each by policy on its beliefs about the substations, places it again
/// after a refusal, and refuses it only once every substation has confirmed that it has no room.
/// </summary>
/// <remarks>
/// Within a term a request stays with the substation that it was sent to (its home) until that substation has refused
/// it. Across terms, claims and records prevent a key from starting two sessions.
/// </remarks>
public sealed class Dispatcher
{
    private readonly FencingEpoch _epoch;
    private readonly DispatcherSettings _settings;
    private readonly Fleet _fleet;
    private readonly SessionOwners _homes = new();
    private readonly RequestBook _requests;
    private readonly ProbeRounds _probes;
    private readonly DecisionLog _decisions;
    private readonly Refusals _refusals;
    private readonly Reservations _reservations;
    private readonly KnownRatings _ratings;
    private readonly RequestPlacer _placer;
    private readonly VehicleGuard _vehicles;
    private readonly ReportIntake _intake;

    /// <summary>A dispatcher that knows no substation yet.</summary>
    /// <param name="epoch">The epoch of the term.</param>
    /// <param name="policy">The routing policy.</param>
    /// <param name="ratings">The recorded ratings, of absent substations too.</param>
    /// <param name="settings">Times and limits.</param>
    public Dispatcher(
        FencingEpoch epoch,
        IRoutingPolicy policy,
        IReadOnlyDictionary<SubstationId, Kilowatts> ratings,
        DispatcherSettings settings)
    {
        _epoch = epoch;
        _settings = settings;
        _ratings = new KnownRatings(ratings);
        _fleet = new Fleet(settings.SilentAfter);
        _probes = new ProbeRounds(_fleet);
        _requests = new RequestBook(settings);
        _decisions = new DecisionLog(settings.DecisionsKept);
        _refusals = new Refusals(_fleet, settings);
        _reservations = new Reservations(epoch, _fleet, _homes, _decisions, settings);
        _placer = new RequestPlacer(epoch, policy, _fleet, _ratings, _decisions, _refusals);
        _vehicles = new VehicleGuard(_fleet, settings);
        _intake = new ReportIntake(epoch, _fleet, _ratings);
    }

    /// <summary>The substations' last reports, by name.</summary>
    public IEnumerable<LoadReport> Reports => _fleet.Reports;

    /// <summary>Whether all substations of the grid have reported: none may be larger than those.</summary>
    public bool RatingsComplete => _placer.RatingsComplete;

    /// <summary>How many requests are open.</summary>
    public int OpenRequests => _requests.Count;

    /// <summary>Whether the request of a session is open: a repetition is the same request.</summary>
    public bool IsOpen(SessionId session) => _requests.Contains(session);

    /// <summary>How many requests wait for room.</summary>
    public int WaitingRequests => _requests.Queue.Count;

    /// <summary>The known ratings of the substations: the next term begins with them.</summary>
    public IReadOnlyDictionary<SubstationId, Kilowatts> Ratings => _ratings.All;

    /// <summary>Whether free power matters: to requests that wait, or to forecasts that are not measured yet.</summary>
    private bool AnyoneHopes => _requests.Queue.Count > 0 || !_refusals.AllSettled;

    /// <summary>The sum of the limits of the substations that accept new sessions.</summary>
    public Kilowatts Capacity(DateTimeOffset now) => _fleet.Capacity(now);

    /// <summary>Why a session was placed where it is; null once the decision is no longer kept.</summary>
    public Decision? Explain(SessionId session) => _decisions.Find(session);

    /// <summary>The decisions for the latest sessions, the latest first.</summary>
    public IReadOnlyList<Decision> LastDecisions(int most) => _decisions.Last(most);

    /// <summary>Records the sessions that a substation has reported: their keys belong to it.</summary>
    public void Know(SubstationId substation, IReadOnlyList<KnownSession> sessions, DateTimeOffset now)
    {
        foreach (var session in sessions)
            _homes.Set(session.Id, substation, now + session.Remaining + _settings.KeepEnded);
        _vehicles.Know(substation, sessions, now);
    }

    /// <summary>Records the decisions of former balancers that a substation has reported.</summary>
    public void Know(IEnumerable<Decision> decisions) => _decisions.Take(decisions);

    /// <summary>Adds a substation that obeys this epoch and has reported all its sessions as a candidate.</summary>
    public void Enlist(LoadReport report, DateTimeOffset now)
    {
        _ratings.Take(report);
        _fleet.Enlist(report, now);
    }

    /// <summary>Declares the ratings complete: the next <see cref="Tick"/> decides what was held for them.</summary>
    public void CompleteRatings() => _placer.RatingsComplete = true;

    /// <summary>
    /// Handles a request of a gateway, new or repeated. A request that is open is joined: it keeps its place in the
    /// queue and its wait budget; only its deadline may be extended. After a change of the balancer the gateway reports
    /// how long the request has waited, so it keeps its place then too.
    /// </summary>
    /// <param name="ticket">Identifies the request in the answer.</param>
    /// <param name="request">The request.</param>
    /// <param name="expiresAt">The deadline of the gateway, by the balancer's clock.</param>
    /// <param name="now">The balancer's time.</param>
    /// <param name="wait">How long it may wait for room; default: not at all.</param>
    public IReadOnlyList<IDispatcherEffect> Place(
        Ticket ticket, ChargeRequest request, DateTimeOffset expiresAt, DateTimeOffset now, WaitBudget wait = default)
    {
        if (_requests.TryJoin(ticket, request, expiresAt, now, out var joined))
            return joined;
        if (expiresAt <= now)
            return [];
        if (_requests.IsFull)
            return [new Answer(ticket, new ChargeOutcome.Overloaded())];
        var isRepeated = _homes.Find(request.SessionId) is not null;
        if (_settings.OneSessionPerVehicle && !isRepeated && _requests.Of(request.Vehicle) is { } other)
            return [new Answer(ticket, new ChargeOutcome.VehicleCharging(other.Request.SessionId, other.Home))];
        var open = new OpenRequest(request, ticket, expiresAt, now, wait) { IsRepeated = isRepeated };
        var effects = new List<IDispatcherEffect>();
        _requests.Add(open);
        Decide(open, now, effects);
        return effects;
    }

    /// <summary>Handles a client's disconnect: if no other client asks for the request, it stops waiting.</summary>
    /// <param name="ticket">Identifies the request.</param>
    /// <param name="session">The session of its request.</param>
    public IReadOnlyList<IDispatcherEffect> Withdraw(Ticket ticket, SessionId session) =>
        [.. _requests.Withdraw(ticket, session)];

    /// <summary>Handles the loss of a gateway: none of its requests waits for an answer any more.</summary>
    public IReadOnlyList<IDispatcherEffect> Withdraw(string gateway) => [.. _requests.Withdraw(gateway)];

    /// <summary>The requests that wait for room, the next first.</summary>
    public IReadOnlyList<WaitingRequest> Waiting(DateTimeOffset now, int most = int.MaxValue) =>
        [.. _requests.Queue.Describe(_fleet, now).Take(most)];

    /// <summary>Handles a load report, requested or not.</summary>
    public IReadOnlyList<IDispatcherEffect> Reported(LoadReport report, DateTimeOffset now)
    {
        var effects = new List<IDispatcherEffect>();
        Take(report, now, effects);
        if (AnyoneHopes)
            Serve(_fleet.FreeAt(report.Substation, now), now, effects);
        return effects;
    }

    /// <summary>Handles an answer: the substation runs the session, or knows another one that does.</summary>
    public IReadOnlyList<IDispatcherEffect> Started(SessionStarted reply, DateTimeOffset now)
    {
        var effects = new List<IDispatcherEffect>();
        var session = reply.Session;
        Take(reply.Report, now, effects);
        _homes.Set(session.Id, session.Substation, now + session.Duration + _settings.KeepEnded);
        var accepted = _fleet.Accepted(reply);
        _decisions.Learn(session.Id, session.Substation, accepted.LoadBefore);
        _vehicles.Started(session, reply.Report.Clock, now);
        if (_requests.TryGet(session.Id, out var open))
            Close(open, accepted with { IsReplay = open.IsRepeated || session.Substation != open.Home }, effects);
        if (AnyoneHopes)
            Serve(_fleet.FreeAt(reply.Report.Substation, now), now, effects);
        return effects;
    }

    /// <summary>Handles a substation's refusal to start the session of a request.</summary>
    public IReadOnlyList<IDispatcherEffect> Refused(StartRefused reply, DateTimeOffset now)
    {
        var effects = new List<IDispatcherEffect>();
        Take(reply.Report, now, effects);
        var substation = reply.Report.Substation;

        // An answer to an earlier message does not apply to the later one, which may still start the session.
        if (!_requests.TryGet(reply.Session, out var open) || open.Home != substation || open.Number != reply.Number)
            return effects;

        switch (reply.Reason)
        {
            case StartRefusal.KeyReused:
                Close(open, new ChargeOutcome.KeyReused(reply.Session), effects);
                break;
            case StartRefusal.NotRecorded:
                Close(open, new ChargeOutcome.NotRecorded(substation), effects);
                break;
            case StartRefusal.StaleEpoch:
                effects.Add(new EpochSuperseded(reply.Report.Epoch));
                break;
            case StartRefusal.NotClaimed:
                effects.Add(new ClaimAgain(substation));
                break;
            default:
                _homes.Leave(open.Request.SessionId, substation);
                open.RefusedBy(substation, reply.Report.Sequence);
                Decide(open, now, effects);
                break;
        }

        return effects;
    }

    /// <summary>Handles a tick: deadlines, overdue answers and overdue probes.</summary>
    public IReadOnlyList<IDispatcherEffect> Tick(DateTimeOffset now)
    {
        var effects = new List<IDispatcherEffect>();
        Expire(now, effects);
        foreach (var open in _requests.Where(open => open.AwaitsRatings && !_placer.MustAwaitRatings(open)))
            Decide(open, now, effects);
        if (AnyoneHopes)
            Serve(_fleet.LargestFree(now), now, effects);
        foreach (var open in _requests.Where(open =>
            open.Home is not null && now - open.SentAt >= _settings.ResendAfter))
            _reservations.Make(open, _homes.Find(open.Request.SessionId) ?? open.Home!.Value, now, effects);
        if (_probes.IsDue(now, _settings.ProbeAgainAfter) && _probes.AskAgain(now, effects))
            EndRound(now, effects);
        foreach (var open in _vehicles.Tick(_requests, now, effects))
            Close(open, VehicleGuard.Refusal(open), effects);
        _homes.Forget(now);
        return effects;
    }

    /// <summary>Handles a substation's answer about the state of a session, for requests of its vehicle.</summary>
    public IReadOnlyList<IDispatcherEffect> Shown(SessionShown reply, DateTimeOffset now)
    {
        var effects = new List<IDispatcherEffect>();
        foreach (var open in _vehicles.Shown(reply, _requests))
            if (reply.Session is { TakesPower: true })
                Close(open, VehicleGuard.Refusal(open), effects);
            else
                Decide(open, now, effects);
        return effects;
    }

    /// <summary>Ends requests past their deadlines, and waits that are over or no longer asked for.</summary>
    private void Expire(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        foreach (var open in _requests.Where(open => open.ExpiresAt <= now))
        {
            // With a home the session may run: only the gateway can answer that the outcome is unknown.
            if (open.Home is null)
                Close(open, _placer.InVain(open, now), effects);
            else
                _requests.Remove(open);
        }

        effects.AddRange(_requests.Lapse(now));
        foreach (var open in _requests.Queue.Requests.Where(open => open.WaitsUntil <= now).ToArray())
        {
            _requests.Queue.Remove(open);
            Decide(open, now, effects);
        }
    }

    private void Take(LoadReport report, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        if (_intake.Take(report, now) is { } effect)
            effects.Add(effect);
        else if (report.Epoch == _epoch && _probes.Answered(report))
            EndRound(now, effects);
    }

    private void Decide(OpenRequest open, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        open.AwaitsRatings = false;
        if (_homes.Find(open.Request.SessionId) is { } home)
        {
            _reservations.Make(open, home, now, effects);
            return;
        }

        open.Home = null;
        if (!open.Tickets.Any())
        {
            effects.Add(_requests.Withdraw(open));
            return;
        }

        if (_vehicles.Holds(open, now, effects))
            return;

        switch (_placer.Place(open, now))
        {
            case { Substation: { } substation }:
                _reservations.Make(open, substation, now, effects);
                break;
            case { Refusal: { } refusal }:
                Close(open, refusal, effects);
                break;
            case { Step: PlacementStep.Wait }:
                Wait(open, now, effects);
                break;
            case { Step: PlacementStep.Confirm }:
                Confirm(open, now, effects);
                break;
        }
    }

    /// <summary>Lets a request wait for room; where too many wait, the last of them is refused.</summary>
    private void Wait(OpenRequest open, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        open.HasWaited = true;
        if (_requests.Queue.Add(open) is { } last)
            Close(last, _refusals.NoRoomFor(last.Request.Least, now), effects);
    }

    /// <summary>Places the waiting requests that fit now.</summary>
    private void Serve(Kilowatts free, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        effects.AddRange(_refusals.Settle(free, now));
        var queue = _requests.Queue;
        for (var next = queue.FirstThatTakes(free); next is not null; next = queue.FirstThatTakes(free, after: next))
        {
            queue.Remove(next);
            Decide(next, now, effects);
            free = _fleet.LargestFree(now);
        }
    }

    private void Confirm(OpenRequest open, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        _probes.Add(open);
        if (!_probes.Running)
            StartRound(now, effects);
    }

    private void StartRound(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        if (_probes.Start(now, effects))
            EndRound(now, effects);
    }

    private void EndRound(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        foreach (var open in _probes.End())
            if (_requests.TryGet(open.Request.SessionId, out var present) && present == open)
                Decide(open, now, effects);
        if (_probes.IsWaitedFor && !_probes.Running)
            StartRound(now, effects);
    }

    private void Close(OpenRequest open, ChargeOutcome outcome, List<IDispatcherEffect> effects) =>
        effects.AddRange(_requests.Close(open, outcome));
}
