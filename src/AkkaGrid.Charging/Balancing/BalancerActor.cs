using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Event;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Charging.Balancing;

/// <summary>
/// Runs the <see cref="BalancerTerm{TActor}"/> of the cluster's balancer singleton, and answers questions about it.
/// </summary>
internal sealed class BalancerActor : UntypedActor, IWithTimers
{
    /// <summary>The singleton's name.</summary>
    public const string Name = "charging-balancer";

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    // The largest number of waiting requests in an answer: they fit one message.
    private const int MaxShown = 200;

    private readonly ChargingFeature _feature;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly BalancerObserver _observer;
    private readonly BalancerTerm<IActorRef> _term;

    public BalancerActor(ChargingFeature feature)
    {
        _feature = feature;
        _observer = new BalancerObserver(feature.Metrics, _log);
        _term = new BalancerTerm<IActorRef>(
            new BalancerSettings(feature.Options.Node, feature.Options.ExpectedNodes, feature.Options.Dispatching),
            feature.Policy,
            new BalancerShell(Context, feature),
            _observer,
            Now);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _feature.Clock.Now;

    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
            typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        DistributedPubSub.Get(Context.System).Mediator.Tell(new Subscribe(SubstationActor.Topic, Self));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, TickInterval);
        _term.Start();
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _term.Stop();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick:
                _term.Tick(Now);
                if (_term.Phase == BalancerPhase.Serving)
                    _observer.Show(_term.Dispatcher!, Now);
                break;
            case GatewayAnnouncement announcement:
                _term.Announced(announcement, Sender, Now);
                break;
            case Terminated terminated:
                _term.GatewayLost(terminated.ActorRef, Now);
                break;
            case PlaceRequest place:
                Place(place);
                break;
            case WithdrawRequest withdraw:
                _term.Withdraw(withdraw, Now);
                break;
            case ISubstationReply reply:
                _term.Replied(reply, Sender, NodeOf(Sender), Now);
                break;
            case LoadReport report:
                _term.Reported(report, Sender, Now);
                break;
            case HostAnnouncement announcement:
                _term.Announced(announcement, NodeOf(Sender), Now);
                break;
            case GetQueue:
                Answer(new QueueShown(_term.Dispatcher?.Waiting(Now, MaxShown) ?? []));
                break;
            case GetService:
                Answer(new ServiceShown(
                    _term.Dispatcher?.LastDecisions(ServiceShown.MaxDecisions) ?? [], _observer.Refused));
                break;
            case GetDecision ask:
                Answer(new DecisionExplained(ask.Session, _term.Dispatcher?.Explain(ask.Session)));
                break;
            case BalancerShell.RatingsRead read:
                _term.RatingsRead(read.Ratings, Now);
                break;
            case Status.Failure failure:
                _log.Warning(failure.Cause, "The ratings of absent substations are unknown");
                _term.RatingsRead(null, Now);
                break;
            case ClusterEvent.CurrentClusterState state:
                foreach (var member in state.Members)
                    SetReachable(member, !state.Unreachable.Contains(member));
                break;
            case ClusterEvent.IClusterDomainEvent change:
                Follow(change);
                break;
            case SubscribeAck:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Answer(IGatewayMessage answer)
    {
        _term.Alive(Now);
        Sender.Tell(answer);
    }

    private void Place(PlaceRequest place)
    {
        if (_term.Phase != BalancerPhase.Serving)
            return;
        var began = _feature.Time.GetTimestamp();
        _term.Place(place, Sender, Now);
        _feature.Metrics.Decided(_feature.Time.GetElapsedTime(began));
    }

    private void Follow(ClusterEvent.IClusterDomainEvent change)
    {
        switch (change)
        {
            case ClusterEvent.MemberRemoved removed:
                _term.NodeRemoved(Node(removed.Member), Now);
                break;
            case ClusterEvent.IMemberEvent changed:
                Add(changed.Member);
                break;
            case ClusterEvent.UnreachableMember unreachable:
                SetReachable(unreachable.Member, isReachable: false);
                break;
            case ClusterEvent.ReachableMember reachable:
                SetReachable(reachable.Member, isReachable: true);
                break;
        }
    }

    private void Add(Member member)
    {
        if (member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.WeaklyUp)
            _term.NodeUp(Node(member), member.HasRole(ChargingOptions.SeedRole));
    }

    private void SetReachable(Member member, bool isReachable)
    {
        Add(member);
        _term.NodeReachable(Node(member), isReachable);
    }

    private NodeAddress NodeOf(IActorRef actor) =>
        new((actor.Path.Address.HasLocalScope ? _cluster.SelfAddress : actor.Path.Address).ToString());

    private static HostingNode Node(Member member) =>
        new(new NodeAddress(member.Address.ToString()), member.UniqueAddress.Uid);

    private sealed class Tick : INoSerializationVerificationNeeded
    {
        public static Tick Instance { get; } = new();
    }
}
