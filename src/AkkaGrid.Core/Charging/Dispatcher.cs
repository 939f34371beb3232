using AkkaGrid.Core.Charging.Blocking;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// The balancer's mind for one epoch: places each request by policy on what it believes of the substations, places it
/// again after a refusal, and refuses it only once every substation has confirmed that it has no room.
/// </summary>
/// <remarks>
/// A request stays with the substation it was sent to (its home) until that has refused it: a lost answer is asked for
/// again, never elsewhere, so no key starts two sessions.
/// </remarks>
public sealed class Dispatcher
{
    private readonly FencingEpoch _epoch;
    private readonly IRoutingPolicy _policy;
    private readonly DispatcherSettings _settings;
    private readonly Fleet _fleet;
    private readonly SessionHomes _homes = new();
    private readonly RequestBook _requests;
    private readonly ProbeRounds _probes = new();
    private readonly DecisionLog _decisions;
    private readonly Refusals _refusals;
    private readonly Reservations _reservations;
    private readonly KnownRatings _ratings;

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
        _policy = policy;
        _settings = settings;
        _ratings = new KnownRatings(ratings);
        _fleet = new Fleet(settings.SilentAfter);
        _requests = new RequestBook(settings);
        _decisions = new DecisionLog(settings.DecisionsKept);
        _refusals = new Refusals(_fleet, settings);
        _reservations = new Reservations(epoch, _fleet, _homes, settings);
    }

    /// <summary>The substations' last reports, by name.</summary>
    public IEnumerable<LoadReport> Reports => _fleet.Reports;

    /// <summary>Whether the substations of the whole grid have been heard of: none may be larger than those.</summary>
    public bool RatingsComplete { get; private set; }

    /// <summary>How many requests are under way.</summary>
    public int OpenRequests => _requests.Count;

    /// <summary>Whether the request of a session is under way: asked for again, it is no other request.</summary>
    public bool IsOpen(SessionId session) => _requests.Contains(session);

    /// <summary>How many requests wait for room.</summary>
    public int WaitingRequests => _requests.Queue.Count;

    /// <summary>What the substations are good for, as far as is known: the next reign begins with it.</summary>
    public IReadOnlyDictionary<SubstationId, Kilowatts> Ratings => _ratings.All;

    /// <summary>Whether room is of interest to anyone: to those that wait, and to those who were told when there will be.</summary>
    private bool AnyoneHopes => _requests.Queue.Count > 0 || !_refusals.AllSettled;

    /// <summary>What the substations that take new sessions may give together.</summary>
    public Kilowatts Capacity(DateTimeOffset now) => _fleet.Capacity(now);

    /// <summary>Why a session is where it is; null once that is forgotten.</summary>
    public Decision? Explain(SessionId session) => _decisions.Find(session);

    /// <summary>Why the sessions that came last are where they are, the last one first.</summary>
    /// <param name="most">How many.</param>
    public IReadOnlyList<Decision> LastDecisions(int most) => _decisions.Last(most);

    /// <summary>A substation has told of these sessions: their keys belong there.</summary>
    public void Know(SubstationId substation, IEnumerable<KnownSession> sessions, DateTimeOffset now)
    {
        foreach (var session in sessions)
            _homes.Set(session.Id, substation, now + session.Remaining + _settings.KeepEnded);
    }

    /// <summary>A substation that obeys this epoch and has told all its sessions becomes a candidate.</summary>
    public void Enlist(LoadReport report, DateTimeOffset now)
    {
        _ratings.Take(report);
        _fleet.Enlist(report, now);
    }

    /// <summary>
    /// The substations of the whole grid have been heard of. Before, a request that is larger than all that are known is
    /// held; the next <see cref="Tick"/> decides it.
    /// </summary>
    public void CompleteRatings() => RatingsComplete = true;

    /// <summary>
    /// A request of a desk, the first time or again. One that is under way already is joined: it keeps its place in the
    /// queue and the patience that it came with, whatever it comes with again, and only its deadline may move out. After
    /// a change of the balancer the desk tells how long it has waited, so it keeps its place then too.
    /// </summary>
    /// <param name="ticket">Where to answer.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="expiresAt">When the desk gives up, in the balancer's clock.</param>
    /// <param name="now">The balancer's time.</param>
    /// <param name="patience">How long it may wait for room; not at all.</param>
    public IReadOnlyList<IDispatcherEffect> Place(
        Ticket ticket, ChargeRequest request, DateTimeOffset expiresAt, DateTimeOffset now, Patience patience = default)
    {
        var effects = new List<IDispatcherEffect>();
        if (_requests.TryGet(request.SessionId, out var open))
        {
            if (open.Request != request)
                effects.Add(new Answer(ticket, new ChargeOutcome.KeyReused(request.SessionId)));
            else
                open.Join(ticket, expiresAt, now);
            return effects;
        }

        if (expiresAt <= now)
            return effects;
        if (_requests.IsFull)
            return [new Answer(ticket, new ChargeOutcome.Overloaded())];
        open = new OpenRequest(request, ticket, expiresAt, now, patience)
        {
            IsRepeated = _homes.Find(request.SessionId) is not null,
        };
        _requests.Add(open);
        Decide(open, now, effects);
        return effects;
    }

    /// <summary>A client has hung up: where nobody else asks for it, its request waits no longer.</summary>
    /// <param name="ticket">Where it would have been answered.</param>
    /// <param name="session">The session of its request.</param>
    public IReadOnlyList<IDispatcherEffect> Withdraw(Ticket ticket, SessionId session) => [.. _requests.Withdraw(ticket, session)];

    /// <summary>A desk is gone: nobody there waits for an answer any more.</summary>
    public IReadOnlyList<IDispatcherEffect> Withdraw(string desk) => [.. _requests.Withdraw(desk)];

    /// <summary>The requests that wait for room, the next first.</summary>
    public IReadOnlyList<WaitingRequest> Waiting(DateTimeOffset now) => [.. _requests.Queue.Requests.Select((open, index) => new WaitingRequest(
        open.Request.SessionId,
        open.Request.Vehicle,
        open.Request.Amount,
        open.Request.Priority,
        index + 1,
        now - open.ArrivedAt,
        _fleet.FreeIn(open.Request.Least, now)))];

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

        var report = session.Substation == reply.Report.Substation ? reply.Report : LastReport(session.Substation);
        var load = report?.Load ?? session.Granted;
        var before = session.TakesPower ? load.Less(session.Granted) : load;
        _decisions.Learn(session.Id, session.Substation, before);
        if (_requests.TryGet(session.Id, out var open))
            Close(open, new ChargeOutcome.Accepted(session, before, load, report?.Rating ?? load), effects);
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
                effects.Add(new ReignLost(reply.Report.Epoch));
                break;
            case StartRefusal.NotClaimed:
                effects.Add(new ClaimAgain(substation));
                break;
            default:
                _homes.Leave(open.Request.SessionId);
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
        foreach (var open in _requests.Where(open => open.AwaitsRatings && !MustAwaitRatings(open)))
            Decide(open, now, effects);
        if (AnyoneHopes)
            Serve(_fleet.LargestFree(now), now, effects);
        foreach (var open in _requests.Where(open => open.Home is not null && now - open.SentAt >= _settings.ResendAfter))
            Send(open, open.Home!.Value, now, effects);
        if (_probes.TimedOut(now, _settings.ProbeTimeout))
            EndRound(now, effects);
        _homes.Forget(now);
        return effects;
    }

    /// <summary>Ends what is past its deadline, and the waiting of what nobody asks for or has waited for as long as it may.</summary>
    private void Expire(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        foreach (var open in _requests.Where(open => open.ExpiresAt <= now))
        {
            // With a home it may run: only the desk can say that the outcome is unknown.
            if (open.Home is null)
                Close(open, InVain(open, now), effects);
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
        if (report.Epoch > _epoch)
        {
            effects.Add(new ReignLost(report.Epoch));
            return;
        }

        if (!_fleet.TryGet(report.Substation, out var account))
            return;
        if (report.Epoch < _epoch)
        {
            // Sent before the claim, or by a substation that has forgotten it; the second is told apart by its number.
            if (report.Sequence > account.Report.Sequence)
                effects.Add(new ClaimAgain(report.Substation));
            return;
        }

        account.Take(report, now);
        _ratings.Take(account.Report);
        if (_probes.Answered(report))
            EndRound(now, effects);
    }

    private LoadReport? LastReport(SubstationId substation) =>
        _fleet.TryGet(substation, out var account) ? account.Report : null;

    private ChargeOutcome InVain(OpenRequest open, DateTimeOffset now) =>
        open.AwaitsRatings ? new ChargeOutcome.BalancerUnavailable() : _refusals.NoRoomFor(open.Request.Least, now);

    private bool MustAwaitRatings(OpenRequest open) => !RatingsComplete && open.Request.Least > _ratings.Largest;

    private void Decide(OpenRequest open, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        open.AwaitsRatings = false;
        if (_homes.Find(open.Request.SessionId) is { } home)
        {
            Send(open, home, now, effects);
            return;
        }

        open.Home = null;
        if (!open.Tickets.Any())
        {
            _requests.Remove(open);
            effects.Add(new RequestClosed(open.Request, RequestFate.Withdrawn, Session: null));
            return;
        }

        open.AskForAll();
        var (amount, least) = (open.Request.Amount, open.Request.Least);
        open.AwaitsRatings = MustAwaitRatings(open);
        if (open.AwaitsRatings)
            return;
        if (_ratings.Largest > Kilowatts.Zero && least > _ratings.Largest)
        {
            Close(open, new ChargeOutcome.ExceedsLargestSubstation(_ratings.Largest), effects);
            return;
        }

        var loads = _fleet.Survey(open, now);
        var chosen = _policy.Choose(loads, amount);
        if (chosen is null && open.WaitsUntil > now && Fleet.MostOf(loads, amount) < least)
        {
            Wait(open, now, effects);
            return;
        }

        if (chosen is null && !open.Confirmed)
        {
            Confirm(open, now, effects);
            return;
        }

        if (chosen is null && Fleet.MostOf(loads, amount) is var most && most >= least)
        {
            open.AskForLess(open.Request.PartOf(most, least));
            chosen = _policy.Choose(loads, open.Proposed);
        }

        _decisions.Add(
            new Decision(open.Request.SessionId, now, _epoch, _policy.Name, amount, chosen?.Id, []), _fleet.Candidates);
        if (chosen is { } substation)
            Send(open, substation.Id, now, effects);
        else
            Close(open, _refusals.NoRoomFor(least, now), effects);
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

    private void Send(OpenRequest open, SubstationId substation, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        if (_reservations.Make(open, substation, now) is { } send)
            effects.Add(send);
    }

    private void Confirm(OpenRequest open, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        _probes.Waiting.Add(open);
        if (!_probes.Running)
            StartRound(now, effects);
    }

    private void StartRound(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        var asked = _fleet.Fresh(now).Select(account => account.Report.Substation).ToArray();
        var probe = _probes.Start(asked, now);
        effects.AddRange(asked.Select(substation => new SendProbe(substation, new GetLoad(probe))));
        if (asked.Length == 0)
            EndRound(now, effects);
    }

    private void EndRound(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        foreach (var open in _probes.End())
        {
            if (!_requests.TryGet(open.Request.SessionId, out var present) || present != open)
                continue;
            open.Confirmed = true;
            Decide(open, now, effects);
        }

        if (_probes.Waiting.Count > 0 && !_probes.Running)
            StartRound(now, effects);
    }

    private void Close(OpenRequest open, ChargeOutcome outcome, List<IDispatcherEffect> effects)
    {
        _requests.Remove(open);
        foreach (var ticket in open.Tickets)
            effects.Add(new Answer(ticket, outcome));
        if (open.FateBy(outcome) is { } fate)
            effects.Add(new RequestClosed(open.Request, fate, (outcome as ChargeOutcome.Accepted)?.Session));
    }
}
