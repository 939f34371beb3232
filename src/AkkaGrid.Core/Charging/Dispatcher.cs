using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// The dispatching of one term: places each request by policy on what it believes of the substations, places it
/// again after a refusal, and refuses it only once every substation has confirmed that it has no room.
/// </summary>
/// <remarks>
/// Within a term a request stays with the substation it was sent to (its home) until that has refused it. Across
/// terms, claims and records keep a key from starting two sessions.
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
    /// <param name="epoch">The epoch it sends under.</param>
    /// <param name="policy">How it chooses.</param>
    /// <param name="ratings">The ratings on record, of absent substations too.</param>
    /// <param name="settings">Times and bounds.</param>
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

    /// <summary>Whether the substations of the whole grid have been heard of: none may be larger than those.</summary>
    public bool RatingsComplete => _placer.RatingsComplete;

    /// <summary>How many requests are under way.</summary>
    public int OpenRequests => _requests.Count;

    /// <summary>Whether the request of a session is under way: asked for again, it is no other request.</summary>
    public bool IsOpen(SessionId session) => _requests.Contains(session);

    /// <summary>How many requests wait for room.</summary>
    public int WaitingRequests => _requests.Queue.Count;

    /// <summary>What the substations are good for, as far as is known: the next term begins with it.</summary>
    public IReadOnlyDictionary<SubstationId, Kilowatts> Ratings => _ratings.All;

    /// <summary>Whether room matters to anyone: to those that wait, and those that know when there will be.</summary>
    private bool AnyoneHopes => _requests.Queue.Count > 0 || !_refusals.AllSettled;

    /// <summary>What the substations that take new sessions may give together.</summary>
    public Kilowatts Capacity(DateTimeOffset now) => _fleet.Capacity(now);

    /// <summary>Why a session is where it is; null once that is forgotten.</summary>
    public Decision? Explain(SessionId session) => _decisions.Find(session);

    /// <summary>Why the sessions that came last are where they are, the last one first.</summary>
    public IReadOnlyList<Decision> LastDecisions(int most) => _decisions.Last(most);

    /// <summary>A substation has told of these sessions: their keys belong there.</summary>
    public void Know(SubstationId substation, IReadOnlyList<KnownSession> sessions, DateTimeOffset now)
    {
        foreach (var session in sessions)
            _homes.Set(session.Id, substation, now + session.Remaining + _settings.KeepEnded);
        _vehicles.Know(substation, sessions, now);
    }

    /// <summary>A substation has told why its last sessions are there, as former balancers have decided.</summary>
    public void Know(IEnumerable<Decision> decisions) => _decisions.Take(decisions);

    /// <summary>A substation that obeys this epoch and has told all its sessions becomes a candidate.</summary>
    public void Enlist(LoadReport report, DateTimeOffset now)
    {
        _ratings.Take(report);
        _fleet.Enlist(report, now);
    }

    /// <summary>The whole grid is known: the next <see cref="Tick"/> decides what was held.</summary>
    public void CompleteRatings() => _placer.RatingsComplete = true;

    /// <summary>
    /// A request of a gateway, the first time or again. One that is under way is joined: it keeps its place in the
    /// queue and its wait budget; only its deadline may move out. After a change of the balancer the gateway says how
    /// long it has waited, so it keeps its place then too.
    /// </summary>
    /// <param name="ticket">Where to answer.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="expiresAt">When the gateway gives up, in the balancer's clock.</param>
    /// <param name="now">The balancer's time.</param>
    /// <param name="wait">How long it may wait for room; not at all.</param>
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

    /// <summary>A client has hung up: where nobody else asks for it, its request waits no longer.</summary>
    /// <param name="ticket">Where it would have been answered.</param>
    /// <param name="session">The session of its request.</param>
    public IReadOnlyList<IDispatcherEffect> Withdraw(Ticket ticket, SessionId session) =>
        [.. _requests.Withdraw(ticket, session)];

    /// <summary>A gateway is gone: nobody there waits for an answer any more.</summary>
    public IReadOnlyList<IDispatcherEffect> Withdraw(string gateway) => [.. _requests.Withdraw(gateway)];

    /// <summary>The requests that wait for room, the next first.</summary>
    public IReadOnlyList<WaitingRequest> Waiting(DateTimeOffset now, int most = int.MaxValue) =>
        [.. _requests.Queue.Describe(_fleet, now).Take(most)];

    /// <summary>A report, asked for or not.</summary>
    public IReadOnlyList<IDispatcherEffect> Reported(LoadReport report, DateTimeOffset now)
    {
        var effects = new List<IDispatcherEffect>();
        Take(report, now, effects);
        if (AnyoneHopes)
            Serve(_fleet.FreeAt(report.Substation, now), now, effects);
        return effects;
    }

    /// <summary>A substation runs the session of a request, or knows of another substation that does.</summary>
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

    /// <summary>A substation has not started the session of a request.</summary>
    public IReadOnlyList<IDispatcherEffect> Refused(StartRefused reply, DateTimeOffset now)
    {
        var effects = new List<IDispatcherEffect>();
        Take(reply.Report, now, effects);
        var substation = reply.Report.Substation;

        // An answer to an earlier message says nothing of the one that was sent since, which may still start it.
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

    /// <summary>Time passes: deadlines, answers that did not come, probes that were not answered.</summary>
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

    /// <summary>A substation has said how a session stands, for requests of its vehicle.</summary>
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

    /// <summary>Ends requests past their deadlines, and waits that are over or that nobody asks for any more.</summary>
    private void Expire(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        foreach (var open in _requests.Where(open => open.ExpiresAt <= now))
        {
            // With a home it may run: only the gateway can say that the outcome is unknown.
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

    /// <summary>Lets a request wait for room; where too many do, the last of them is refused.</summary>
    private void Wait(OpenRequest open, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        open.HasWaited = true;
        if (_requests.Queue.Add(open) is { } last)
            Close(last, _refusals.NoRoomFor(last.Request.Least, now), effects);
    }

    /// <summary>Places those that wait and for whom there is room by now.</summary>
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
