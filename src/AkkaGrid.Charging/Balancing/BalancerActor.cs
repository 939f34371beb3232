using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Event;
using AkkaGrid.Charging.Desk;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Charging.Balancing;

/// <summary>
/// The balancer, one in the cluster: claims every substation under an epoch above all they have seen, learns their
/// sessions, and then lets a <see cref="Dispatcher"/> decide. One that is outlived by its successor is refused by the
/// substations and falls silent.
/// </summary>
internal sealed class BalancerActor : UntypedActor, IWithTimers
{
    /// <summary>The singleton's name.</summary>
    public const string Name = "charging-balancer";

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(300);

    // So long a new balancer waits for the ratings of absent substations.
    private static readonly TimeSpan RatingsPatience = TimeSpan.FromSeconds(3);

    // So long after it began to serve, a grid that is not complete is taken to be all there is.
    private static readonly TimeSpan GridPatience = TimeSpan.FromSeconds(10);

    // Longer than a balancer lives on that was frozen and replaced.
    private static readonly TimeSpan FencedPause = TimeSpan.FromSeconds(6);

    // Between two of its own ticks; longer than a machine stalls that is merely busy, and shorter than a takeover.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    // So many of those that wait are shown at the most: they fit one message.
    private const int MostShown = 200;

    private readonly ChargingFeature _feature;
    private readonly IRoutingPolicy _policy;
    private readonly SteadyClock _clock;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Takeover _takeover = new();
    private readonly Desks _desks = new();
    private IReadOnlyDictionary<SubstationId, Kilowatts>? _ratings;
    private Reign? _reign;
    private BalancerPhase _phase = BalancerPhase.Gathering;
    private DateTimeOffset _phaseSince;
    private DateTimeOffset _awakeAt;

    public BalancerActor(ChargingFeature feature)
    {
        _feature = feature;
        _policy = RoutingPolicies.BuiltIn.Find(feature.Options.Policy);
        _clock = feature.Clock;
        _awakeAt = Now;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.Now;

    protected override void PreStart()
    {
        _phaseSince = Now;
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
            typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        DistributedPubSub.Get(Context.System).Mediator.Tell(new Subscribe(SubstationActor.Topic, Self));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, TickInterval);
        ReadRatings();
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Silence();
    }

    protected override void OnReceive(object message)
    {
        DoubtAfterSleep();
        switch (message)
        {
            case Tick:
                OnTick();
                break;
            case Hello hello:
                _desks.Meet(hello.Desk, Sender);
                Context.Watch(Sender);
                if (_phase == BalancerPhase.Serving)
                    Sender.Tell(_reign!.Greeting());
                break;
            case Terminated gone:
                var left = _desks.Leave(gone.ActorRef);
                Obey(_reign?.Withdraw(left));
                break;
            case PlaceRequest place when _phase == BalancerPhase.Serving:
                _desks.Meet(place.Ticket.Desk, Sender);
                Obey(_reign!.Place(place));
                break;
            case WithdrawRequest withdraw:
                Obey(_reign?.Apply(_reign.Dispatcher.Withdraw(withdraw.Ticket, withdraw.Session)));
                break;
            case GetQueue:
                Sender.Tell(new QueueShown(_reign?.Dispatcher.Waiting(Now, MostShown) ?? []));
                break;
            case GetService:
                Sender.Tell(new ServiceShown(_reign?.Dispatcher.LastDecisions(ServiceShown.MaxDecisions) ?? [], _reign?.Refused));
                break;
            case GetDecision ask:
                Sender.Tell(new DecisionExplained(ask.Session, _reign?.Dispatcher.Explain(ask.Session)));
                break;
            case ISubstationReply reply:
                Hear(reply);
                break;
            case LoadReport report:
                if (IsOwner(report.Substation))
                    Obey(_reign?.Hear(report));
                break;
            case HostHere here:
                Know(here);
                break;
            case RatingsRead read:
                // What the store knows is newer than what is remembered; it need not know all yet.
                _ratings = read.Ratings.UnionBy(_ratings ?? read.Ratings, rating => rating.Key).ToDictionary();
                Advance();
                break;
            case Status.Failure failure:
                _log.Warning(failure.Cause, "The ratings of absent substations are not known");
                _ratings ??= new Dictionary<SubstationId, Kilowatts>();
                Advance();
                break;
            case ClusterEvent.CurrentClusterState or ClusterEvent.IClusterDomainEvent:
                // What was sent to a node that is gone, and not answered, may or may not run: whether it does is on record, or is
                // settled when that node comes back. A new reign lets the desks look there, and place what is not.
                if (_takeover.Follow(message).Count > 0 && _phase is BalancerPhase.Claiming or BalancerPhase.Serving)
                    Rise();
                break;
            // The desk sends the request again, to the balancer that serves then.
            case PlaceRequest or SubscribeAck:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// One that was frozen may have been replaced and does not know it: the substations of its own node have not heard of
    /// the other either, and would start what that one has started elsewhere. So it claims them anew before it serves on.
    /// </summary>
    private void DoubtAfterSleep()
    {
        var now = Now;
        var slept = now - _awakeAt;
        _awakeAt = now;
        if (slept < LongestPause || _phase is not (BalancerPhase.Claiming or BalancerPhase.Serving))
            return;
        _log.Warning(
            "Balancer of epoch {0} was stopped for {1:F1} s and claims the substations anew", _reign!.Epoch, slept.TotalSeconds);
        Rise();
    }

    private void OnTick()
    {
        var now = Now;
        if (_phase == BalancerPhase.Fenced)
        {
            if (now - _phaseSince >= FencedPause)
                Gather();
            return;
        }

        Ask(now);
        Advance();
        if (_phase != BalancerPhase.Serving)
            return;
        if (_takeover.ClaimedSeeds >= _feature.Options.ExpectedNodes || now - _phaseSince >= GridPatience)
            _reign!.Dispatcher.CompleteRatings();
        Obey(_reign!.Tick());
    }

    /// <summary>Goes on with the takeover where nothing more is awaited.</summary>
    private void Advance()
    {
        switch (_phase)
        {
            // A reachable node is waited for without end: serving without its keys could start a session twice. One that
            // hangs is made unreachable by the failure detector.
            case BalancerPhase.Gathering when _ratings is not null && _takeover.AllKnown && _takeover.Reachable.Any():
                ClaimAll();
                break;
            case BalancerPhase.Claiming when _takeover.AllClaimed:
                Serve();
                break;
        }
    }

    private void ReadRatings() =>
        _feature.Ledger.ReadRatingsAsync(CancellationToken.None).WaitAsync(RatingsPatience, _feature.Time)
            .PipeTo(Self, success: ratings => new RatingsRead(ratings), failure: cause => new Status.Failure(cause));

    private void Gather()
    {
        _takeover.Restart();
        EndReign();
        ReadRatings();
        Enter(BalancerPhase.Gathering);
    }

    private void ClaimAll()
    {
        var epoch = _takeover.Highest.Next(_feature.Options.Node);
        _takeover.See(epoch);
        var dispatcher = new Dispatcher(epoch, _policy, _ratings!, _feature.Options.Dispatching);
        _reign = new Reign(epoch, dispatcher, _takeover, _desks, _feature, _clock);
        foreach (var host in _takeover.Reachable)
            host.AskedAt = DateTimeOffset.MinValue;
        Enter(BalancerPhase.Claiming);
        Ask(Now);
    }

    private void Serve()
    {
        Enter(BalancerPhase.Serving);
        _log.Info("Balancer serves under epoch {0} with {1} substations", _reign!.Epoch, _takeover.Owners.Count);
        _reign.Begin();
    }

    /// <summary>Asks nodes what they host, and claims what is not claimed: at any time, as nodes come late too.</summary>
    private void Ask(DateTimeOffset now)
    {
        foreach (var host in _takeover.Reachable.Where(host => now - host.AskedAt >= AskAgainAfter))
        {
            foreach (var (path, question) in _takeover.QuestionsTo(host, _reign?.Epoch))
            {
                host.AskedAt = now;
                Context.ActorSelection(path).Tell(question, Self);
            }
        }
    }

    private void Know(HostHere here)
    {
        _takeover.Know(here, AddressOf(Sender));

        // A node that comes back from a partition may have obeyed another balancer meanwhile.
        if (_phase is BalancerPhase.Claiming or BalancerPhase.Serving && here.Highest > _reign!.Epoch)
            Rise();
        else
            Advance();
    }

    private void Hear(ISubstationReply reply)
    {
        switch (reply)
        {
            case ClaimRefused refused:
                _takeover.See(refused.Highest);
                if (refused.Epoch == _reign?.Epoch && _phase == BalancerPhase.Claiming)
                    Rise();
                else if (refused.Epoch == _reign?.Epoch && _phase == BalancerPhase.Serving)
                    Yield(refused.Highest);
                break;
            case Claimed claimed when claimed.Epoch == _reign?.Epoch:
                _reign.Enlist(claimed, Sender, AddressOf(Sender), _log);
                Advance();
                break;
            case Claimed:
                break;
            case SessionStarted started:
                Obey(_reign?.Apply(_reign.Dispatcher.Started(started, Now)));
                break;
            case StartRefused refused:
                Obey(_reign?.Apply(_reign.Dispatcher.Refused(refused, Now)));
                break;
            case SessionShown shown:
                Obey(_reign?.Apply(_reign.Dispatcher.Shown(shown, Now)));
                break;
            default:
                Unhandled(reply);
                break;
        }
    }

    /// <summary>Another balancer may have shown to rule.</summary>
    private void Obey(FencingEpoch? ruling)
    {
        if (ruling is not { } epoch)
            return;
        if (_phase == BalancerPhase.Serving)
            Yield(epoch);
        else
            _takeover.See(epoch);
    }

    /// <summary>Claims everything anew, above an epoch that a substation has seen.</summary>
    private void Rise()
    {
        Silence();
        Gather();
    }

    private void Yield(FencingEpoch ruling)
    {
        _log.Warning("Balancer of epoch {0} yields to epoch {1}", _reign!.Epoch, ruling);
        Silence();
        _takeover.See(ruling);
        EndReign();
        Enter(BalancerPhase.Fenced);
    }

    /// <summary>What the substations are good for outlives a reign: what one has learnt is not to be refused by the next.</summary>
    private void EndReign()
    {
        _ratings = _reign?.Dispatcher.Ratings ?? _ratings;
        _reign = null;
    }

    private void Silence()
    {
        if (_phase == BalancerPhase.Serving)
            _reign!.End();
    }

    private void Enter(BalancerPhase phase)
    {
        _phase = phase;
        _phaseSince = Now;
    }

    private bool IsOwner(SubstationId substation) =>
        _takeover.Owners.TryGetValue(substation, out var owner) && owner.Ref.Equals(Sender);

    private Address AddressOf(IActorRef actor) =>
        actor.Path.Address.HasLocalScope ? _cluster.SelfAddress : actor.Path.Address;

    private sealed record RatingsRead(IReadOnlyDictionary<SubstationId, Kilowatts> Ratings)
        : INoSerializationVerificationNeeded;

    private sealed class Tick : INoSerializationVerificationNeeded
    {
        public static Tick Instance { get; } = new();
    }
}
