using Akka.Actor;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Substations;

/// <summary>The parent of a node's substations, at a path where every balancer finds it.</summary>
internal sealed class SubstationHost : UntypedActor
{
    /// <summary>The actor's name below <c>/user</c>, on every node.</summary>
    public const string Name = "charging-substations";

    private readonly ChargingFeature _feature;
    private readonly Dictionary<SubstationId, FencingEpoch> _ready = [];

    public SubstationHost(ChargingFeature feature) => _feature = feature;

    private bool AllReady => _ready.Count == _feature.Options.Substations.Count;

    protected override void PreStart()
    {
        foreach (var plan in _feature.Options.Substations)
            Context.ActorOf(Props.Create(() => new SubstationActor(plan, _feature)), plan.Id.Value);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SubstationReady ready:
                _ready[ready.Substation] = ready.Epoch;
                break;

            // The balancer asks again: answering only when all substations are ready spares it waiting for the rest.
            case GetHost when AllReady:
                Sender.Tell(new HostAnnouncement(
                    _feature.Options.Node, _ready.Values.DefaultIfEmpty(FencingEpoch.None).Max(), [.. _ready.Keys]));
                break;
            case GetHost:
                break;
            case Claim claim:
                foreach (var substation in Context.GetChildren())
                    substation.Forward(claim);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
