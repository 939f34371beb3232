using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Gateway;

/// <summary>
/// Connects a <see cref="ChargingGateway"/> to its present actor system: finds the balancer, sends it the held
/// requests, again where no answer comes, and receives the substations' reports.
/// </summary>
internal sealed class GatewayActor : UntypedActor, IWithTimers
{
    /// <summary>The actor's name below <c>/user</c>.</summary>
    public const string Name = "charging-gateway";

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan BalancerSilentAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(1);

    // A request expires at the balancer this long before the gateway gives up, so that its answer still arrives.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(200);

    private readonly ChargingGateway _gateway;
    private readonly IActorRef _proxy;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly Dictionary<long, DateTimeOffset> _sentAt = [];
    private Balancer? _balancer;
    private DateTimeOffset _announcedAt;

    public GatewayActor(ChargingGateway gateway, IActorRef balancerProxy)
    {
        _gateway = gateway;
        _proxy = balancerProxy;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _gateway.Clock.Now;

    protected override void PreStart()
    {
        DistributedPubSub.Get(Context.System).Mediator.Tell(new Subscribe(SubstationActor.Topic, Self));
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, TickInterval);
        _gateway.Attach(Self);
    }

    protected override void PostStop() => _gateway.Detach(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case HeldRequest held:
                Send(held);
                break;
            case LookedUp looked:
                if (looked.Outcome is { } known)
                    looked.Held.Complete(_gateway.OwnOrReplayed(looked.Held, known));
                else if (_balancer?.Epoch == looked.Under)
                    Transmit(looked.Held, _balancer);
                break;
            case ClientDisconnected gone:
                gone.Held.Abandon();
                if (_sentAt.Remove(gone.Held.Number))
                    _balancer?.Ref.Tell(
                        new WithdrawRequest(new Ticket(_id, gone.Held.Number), gone.Held.Request.SessionId));
                break;
            case RequestAnswered answered when Sender.Equals(_balancer?.Ref):
                _sentAt.Remove(answered.Number);
                _gateway.Answer(answered.Number, answered.Outcome);
                break;

            // From a former balancer, perhaps one that was frozen: the present balancer has the request, and may answer
            // otherwise.
            case RequestAnswered:
                break;
            case BalancerAnnouncement here:
                Follow(here);
                break;
            case BalancerSteppedDown gone when _balancer?.Epoch == gone.Epoch:
                Lose();
                break;
            case BalancerSteppedDown:
                break;
            case LoadReport report:
                _gateway.Hear(report, Sender);
                break;
            case Tick:
                OnTick();
                break;
            case SubscribeAck:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnTick()
    {
        var now = Now;
        if (_balancer is { } balancer && now - balancer.HeardAt > BalancerSilentAfter)
            Lose();
        if (_balancer is null || now - _announcedAt >= AnnounceInterval)
        {
            _announcedAt = now;
            _proxy.Tell(new GatewayAnnouncement(_id));
        }

        var held = _gateway.HeldRequests.ToArray();
        foreach (var request in held)
            if (!_sentAt.TryGetValue(request.Number, out var sentAt) || now - sentAt >= ResendAfter)
                Send(request);
        if (_sentAt.Count > held.Length)
            foreach (var number in _sentAt.Keys.Except(held.Select(request => request.Number)).ToArray())
                _sentAt.Remove(number);
    }

    private void Follow(BalancerAnnouncement here)
    {
        // A replaced balancer may not know yet that it was replaced.
        if (_balancer is { } former && here.Epoch < former.Epoch)
            return;
        var changed = _balancer?.Epoch != here.Epoch;
        _balancer = new Balancer(Sender, here.Epoch, here.Clock, Now);
        if (!changed)
            return;
        _gateway.Follow(Sender, here.Epoch);
        foreach (var held in _gateway.HeldRequests)
            Send(held);
    }

    private void Lose()
    {
        _balancer = null;
        _announcedAt = DateTimeOffset.MinValue;
        _sentAt.Clear();
        _gateway.FollowNobody();
    }

    private void Send(HeldRequest held)
    {
        if (_balancer is not { } balancer)
            return;
        if (held.SentUnder is not { } former || former == balancer.Epoch)
        {
            Transmit(held, balancer);
            return;
        }

        // The former balancer may have started the session at a substation of its own node: then the ledger has a
        // record.
        _sentAt[held.Number] = Now;
        _gateway.OfAnAbsentSubstationAsync(held.Request, CancellationToken.None)
            .PipeTo(Self, success: outcome => new LookedUp(held, balancer.Epoch, outcome));
    }

    private void Transmit(HeldRequest held, Balancer balancer)
    {
        var now = Now;
        var budget = held.GiveUpAt - AnswerTime - now;
        if (budget <= TimeSpan.Zero || held.Answer.IsCompleted || !held.TrySend())
            return;
        _sentAt[held.Number] = now;
        held.SentUnder = balancer.Epoch;

        // The balancer read its clock before its announcement arrived, so the deadline is early rather than late.
        var expiresAt = balancer.Clock + (now - balancer.HeardAt) + budget;
        balancer.Ref.Tell(
            new PlaceRequest(new Ticket(_id, held.Number), held.Request, expiresAt, held.WaitBudgetAt(now)));
    }

    /// <summary>The client of a request has disconnected.</summary>
    internal sealed record ClientDisconnected(HeldRequest Held) : INoSerializationVerificationNeeded;

    private sealed record LookedUp(HeldRequest Held, FencingEpoch Under, ChargeOutcome? Outcome)
        : INoSerializationVerificationNeeded;

    private sealed record Balancer(IActorRef Ref, FencingEpoch Epoch, DateTimeOffset Clock, DateTimeOffset HeardAt);

    private sealed class Tick : INoSerializationVerificationNeeded
    {
        public static Tick Instance { get; } = new();
    }
}
