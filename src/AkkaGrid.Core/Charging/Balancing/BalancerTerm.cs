using AkkaGrid.Core.Charging.Policies;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>
/// The state machine of a balancer, through all its terms. In each term it claims the substations of every reachable
/// node under an epoch above all that they have seen, learns their sessions, and then lets a <see cref="Dispatcher"/>
/// place requests. It steps down when it learns that a newer balancer serves.
/// </summary>
/// <remarks>
/// The cluster runs one balancer, but a node that was frozen or cut off may run another for a while. Substations obey
/// only the highest epoch (<see cref="FencingEpoch"/>), so of two balancers that both serve at most one can start a
/// session at a given substation. All times are the balancer's own, and never go back.
/// </remarks>
/// <typeparam name="TActor">The shell's identity of an actor.</typeparam>
public sealed class BalancerTerm<TActor>
    where TActor : notnull
{
    private readonly BalancerSettings _settings;
    private readonly IRoutingPolicy _policy;
    private readonly IBalancerShell<TActor> _shell;
    private readonly IBalancerObserver _observer;
    private readonly Takeover<TActor> _takeover = new();
    private readonly GatewayTable<TActor> _gateways = new();
    private IReadOnlyDictionary<SubstationId, Kilowatts>? _ratings;
    private TermDispatch<TActor>? _dispatch;
    private DateTimeOffset _phaseSince;
    private DateTimeOffset _lastInputAt;

    /// <summary>A balancer that has not started yet.</summary>
    /// <param name="settings">The identity and the time limits.</param>
    /// <param name="policy">The routing policy.</param>
    /// <param name="shell">The network and the store.</param>
    /// <param name="observer">Observes the balancer.</param>
    /// <param name="now">The time.</param>
    public BalancerTerm(
        BalancerSettings settings,
        IRoutingPolicy policy,
        IBalancerShell<TActor> shell,
        IBalancerObserver observer,
        DateTimeOffset now)
    {
        _settings = settings;
        _policy = policy;
        _shell = shell;
        _observer = observer;
        (_phaseSince, _lastInputAt) = (now, now);
    }

    /// <summary>The phase of the current term.</summary>
    public BalancerPhase Phase { get; private set; } = BalancerPhase.Gathering;

    /// <summary>The epoch of the term; null while it has none.</summary>
    public FencingEpoch? Epoch => _dispatch?.Epoch;

    /// <summary>Decides the term's requests; null while it has no epoch.</summary>
    public Dispatcher? Dispatcher => _dispatch?.Dispatcher;

    /// <summary>Starts the first term.</summary>
    public void Start() => _shell.ReadRatings();

    /// <summary>
    /// Handles the arrival of a message of any kind. A balancer that was frozen may have been replaced without
    /// noticing. The substations of its own node, frozen with it, have not heard from the other balancer either, and
    /// would start sessions that the other has started elsewhere. So after a pause it claims all substations again
    /// first.
    /// </summary>
    /// <remarks>Every input that carries a time does this by itself.</remarks>
    public void Alive(DateTimeOffset now)
    {
        var pause = now - _lastInputAt;
        _lastInputAt = now;
        if (pause < _settings.MaxPause || Phase is not (BalancerPhase.Claiming or BalancerPhase.Serving))
            return;
        _observer.Paused(_dispatch!.Epoch, pause);
        StartAgain(now);
    }

    /// <summary>A node has joined the cluster.</summary>
    /// <param name="node">The start of the node.</param>
    /// <param name="isSeed">Whether it belongs to the configured seeds.</param>
    public void NodeUp(HostingNode node, bool isSeed) => _takeover.Add(node, isSeed);

    /// <summary>The failure detector has changed its verdict on a node.</summary>
    public void NodeReachable(HostingNode node, bool isReachable) => _takeover.SetReachable(node, isReachable);

    /// <summary>A node has left the cluster.</summary>
    /// <remarks>
    /// A start that was sent to one of its substations and not answered may or may not have succeeded: the store has
    /// the answer, or that node when it returns. In the new term the gateways read the store, and send again only the
    /// requests that they do not find there.
    /// </remarks>
    public void NodeRemoved(HostingNode node, DateTimeOffset now)
    {
        Alive(now);
        if (_takeover.Remove(node) && Phase is BalancerPhase.Claiming or BalancerPhase.Serving)
            StartAgain(now);
    }

    /// <summary>The recorded ratings of the substations have been read.</summary>
    /// <param name="ratings">The ratings, of absent substations too; null where they could not be read.</param>
    /// <param name="now">The time.</param>
    public void RatingsRead(IReadOnlyDictionary<SubstationId, Kilowatts>? ratings, DateTimeOffset now)
    {
        Alive(now);

        // The store is newer than the ratings of a former term, but may be incomplete.
        _ratings = ratings is null
            ? _ratings ?? new Dictionary<SubstationId, Kilowatts>()
            : ratings.UnionBy(_ratings ?? ratings, rating => rating.Key).ToDictionary();
        Advance(now);
    }

    /// <summary>A gateway looks for the balancer.</summary>
    public void Announced(GatewayAnnouncement announcement, TActor from, DateTimeOffset now)
    {
        Alive(now);
        _gateways.Add(announcement.Gateway, from);
        _shell.Watch(from);
        if (Phase == BalancerPhase.Serving)
            _shell.Send(from, _dispatch!.Announcement(now));
    }

    /// <summary>A gateway has stopped: none of its requests waits for an answer any more.</summary>
    public void GatewayLost(TActor gateway, DateTimeOffset now)
    {
        Alive(now);
        var gone = _gateways.Remove(gateway);
        StepDownFor(_dispatch?.WithdrawAll(gone, now), now);
    }

    /// <summary>
    /// A gateway sends a request. One that arrives while no term serves is dropped: the gateway sends it again.
    /// </summary>
    public void Place(PlaceRequest place, TActor from, DateTimeOffset now)
    {
        Alive(now);
        if (Phase != BalancerPhase.Serving)
            return;
        _gateways.Add(place.Ticket.Gateway, from);
        StepDownFor(_dispatch!.Place(place, now), now);
    }

    /// <summary>The client of a request has disconnected.</summary>
    public void Withdraw(WithdrawRequest withdraw, DateTimeOffset now)
    {
        Alive(now);
        StepDownFor(_dispatch?.Withdraw(withdraw, now), now);
    }

    /// <summary>A node has announced its substations.</summary>
    public void Announced(HostAnnouncement announcement, NodeAddress from, DateTimeOffset now)
    {
        Alive(now);
        _takeover.Announced(announcement, from);

        // A node that returns from a partition may have obeyed another balancer meanwhile.
        if (Phase is BalancerPhase.Claiming or BalancerPhase.Serving && announcement.Highest > _dispatch!.Epoch)
            StartAgain(now);
        else
            Advance(now);
    }

    /// <summary>A substation has answered.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="from">The substation.</param>
    /// <param name="node">Its node.</param>
    /// <param name="now">The time.</param>
    public void Replied(ISubstationReply reply, TActor from, NodeAddress node, DateTimeOffset now)
    {
        Alive(now);
        switch (reply)
        {
            case ClaimRefused refused:
                _takeover.See(refused.Highest);
                if (refused.Epoch != Epoch)
                    return;
                if (Phase == BalancerPhase.Claiming)
                    StartAgain(now);
                else
                    StepDownFor(refused.Highest, now);
                break;
            case Claimed claimed:
                if (claimed.Epoch != Epoch)
                    return;
                _dispatch!.Claimed(claimed, from, node, now);
                Advance(now);
                break;
            default:
                StepDownFor(_dispatch?.Replied(reply, now), now);
                break;
        }
    }

    /// <summary>A load report has arrived. One that does not come from the substation's owner is ignored.</summary>
    public void Reported(LoadReport report, TActor from, DateTimeOffset now)
    {
        Alive(now);
        if (_takeover.Owners.TryGetValue(report.Substation, out var owner) && owner.Actor.Equals(from))
            StepDownFor(_dispatch?.Reported(report, now), now);
    }

    /// <summary>Handles a tick. The shell must call it several times a second.</summary>
    public void Tick(DateTimeOffset now)
    {
        Alive(now);
        if (Phase == BalancerPhase.Fenced)
        {
            if (now - _phaseSince >= _settings.FencedPause)
                Gather(now);
            return;
        }

        Ask(now);
        Advance(now);
        if (Phase != BalancerPhase.Serving)
            return;
        if (_takeover.ClaimedSeeds >= _settings.ExpectedSeeds || now - _phaseSince >= _settings.GridTimeout)
            _dispatch!.Dispatcher.CompleteRatings();
        StepDownFor(_dispatch!.Tick(now), now);
    }

    /// <summary>Stops the balancer. It informs the gateways, which hold their requests for its successor.</summary>
    public void Stop() => EndService();

    /// <summary>Moves to the next phase once nothing more is awaited.</summary>
    private void Advance(DateTimeOffset now)
    {
        switch (Phase)
        {
            // A reachable node is awaited without a limit: to serve without its keys could start a session twice. The
            // failure detector makes a node that hangs unreachable.
            case BalancerPhase.Gathering
                when _ratings is not null && _takeover.AllAnnounced && _takeover.Reachable.Any():
                Claim(now);
                break;
            case BalancerPhase.Claiming when _takeover.AllClaimed:
                Enter(BalancerPhase.Serving, now);
                _dispatch!.Begin(now);
                break;
        }
    }

    private void Claim(DateTimeOffset now)
    {
        var epoch = _takeover.Highest.Next(_settings.Node);
        _takeover.See(epoch);
        _dispatch = new TermDispatch<TActor>(
            epoch,
            new Dispatcher(epoch, _policy, _ratings!, _settings.Dispatching),
            _takeover,
            _gateways,
            _shell,
            _observer);
        foreach (var host in _takeover.Reachable)
            host.AskedAt = null;
        Enter(BalancerPhase.Claiming, now);
        Ask(now);
    }

    /// <summary>
    /// Asks nodes for their substations, and claims those that are not claimed. It does so in any phase, because nodes
    /// may join late.
    /// </summary>
    private void Ask(DateTimeOffset now)
    {
        foreach (var host in _takeover.Reachable)
        {
            if (now - host.AskedAt < _settings.AskAgainAfter)
                continue;
            if (host.Substations is not { } substations)
            {
                host.AskedAt = now;
                _shell.SendToHost(host.Address, GetHost.Instance);
            }
            else if (Epoch is { } epoch)
            {
                Claim(host, substations.Count, new Claim(epoch), now);
            }
        }
    }

    // A host forwards a claim to all its substations. Later attempts go only to those that have not sent all their
    // sessions.
    private void Claim(HostClaim host, int hosted, Claim claim, DateTimeOffset now)
    {
        var unclaimed = _takeover.Unclaimed(host).ToArray();
        if (unclaimed.Length == 0)
            return;
        host.AskedAt = now;
        if (unclaimed.Length == hosted)
            _shell.SendToHost(host.Address, claim);
        else
            foreach (var substation in unclaimed)
                _shell.SendToSubstation(host.Address, substation, claim);
    }

    /// <summary>Ends the term, and starts another above every epoch seen so far.</summary>
    private void StartAgain(DateTimeOffset now)
    {
        EndService();
        Gather(now);
    }

    private void Gather(DateTimeOffset now)
    {
        _takeover.Restart();
        ForgetDispatch();
        _shell.ReadRatings();
        Enter(BalancerPhase.Gathering, now);
    }

    /// <summary>Steps down, if the epoch of a newer balancer is given.</summary>
    private void StepDownFor(FencingEpoch? newer, DateTimeOffset now)
    {
        if (newer is not { } epoch)
            return;
        _takeover.See(epoch);
        if (Phase != BalancerPhase.Serving)
            return;
        _observer.SteppedDown(_dispatch!.Epoch, epoch);
        EndService();
        ForgetDispatch();
        Enter(BalancerPhase.Fenced, now);
    }

    /// <summary>
    /// Keeps the ratings beyond the term: the next one must not refuse a request as too large that this one knew to
    /// fit.
    /// </summary>
    private void ForgetDispatch()
    {
        _ratings = _dispatch?.Dispatcher.Ratings ?? _ratings;
        _dispatch = null;
    }

    private void EndService()
    {
        if (Phase == BalancerPhase.Serving)
            _dispatch!.End();
    }

    private void Enter(BalancerPhase phase, DateTimeOffset now)
    {
        Phase = phase;
        _phaseSince = now;
    }
}
