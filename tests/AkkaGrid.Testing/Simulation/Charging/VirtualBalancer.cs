using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;
using AkkaGrid.Core.Charging.Policies;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>A shell of <see cref="BalancerTerm{TActor}"/> over the simulated network.</summary>
internal sealed class VirtualBalancer : IBalancerShell<ChargingActor>
{
    /// <summary>The name of the actor.</summary>
    public const string Name = "balancer";

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    private readonly ChargingNode _node;

    public VirtualBalancer(ChargingNode node)
    {
        _node = node;
        Self = new ChargingActor(node.Name, Name, node.Life);
        Term = new BalancerTerm<ChargingActor>(
            new BalancerSettings(node.Name, ChargingWorld.Nodes, new DispatcherSettings()),
            RoutingPolicies.BuiltIn.Find(RoutingPolicies.Default),
            this,
            new SilentBalancerObserver(),
            node.Clock);
    }

    public ChargingActor Self { get; }

    public BalancerTerm<ChargingActor> Term { get; }

    /// <summary>Whether it has been stopped, as the singleton has moved on.</summary>
    public bool IsStopped { get; private set; }

    public void Start()
    {
        Term.Start();
        _node.Every(TickInterval, () =>
        {
            if (!IsStopped)
                Term.Tick(_node.Clock);
        });
    }

    public void Stop()
    {
        Term.Stop();
        IsStopped = true;
    }

    public void Receive(object message, ChargingActor from)
    {
        if (IsStopped)
            return;
        var (now, address) = (_node.Clock, new NodeAddress(from.Node));
        switch (message)
        {
            case GatewayAnnouncement announcement:
                Term.Announced(announcement, from, now);
                break;
            case PlaceRequest place:
                Term.Place(place, from, now);
                break;
            case WithdrawRequest withdraw:
                Term.Withdraw(withdraw, now);
                break;
            case HostAnnouncement announcement:
                Term.Announced(announcement, address, now);
                break;
            case ISubstationReply reply:
                Term.Replied(reply, from, address, now);
                break;
            case LoadReport report:
                Term.Reported(report, from, now);
                break;
            default:
                throw new InvalidOperationException($"Unknown message {message.GetType().Name}");
        }
    }

    public void Send(ChargingActor to, IChargingMessage message) => _node.Send(Self, to, message);

    public void SendToHost(NodeAddress node, IChargingMessage message) => _node.SendToHost(Self, node.Value, message);

    public void SendToSubstation(NodeAddress node, SubstationId substation, IChargingMessage message) =>
        _node.SendToSubstation(Self, node.Value, substation, message);

    // A gateway is lost with its node only, which the cluster reports.
    public void Watch(ChargingActor gateway)
    {
    }

    public void ReadRatings() => _node.After(_node.Draw(1, 100), () =>
    {
        if (!IsStopped)
            Term.RatingsRead(_node.World.Ratings, _node.Clock);
    });
}
