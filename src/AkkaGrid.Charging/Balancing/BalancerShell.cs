using Akka.Actor;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Charging.Balancing;

/// <summary>Sends a balancer's messages to actors, and reads the ratings from the ledger for it.</summary>
internal sealed class BalancerShell(IActorContext context, ChargingFeature feature) : IBalancerShell<IActorRef>
{
    // A new balancer waits this long for the ratings of absent substations.
    private static readonly TimeSpan RatingsTimeout = TimeSpan.FromSeconds(3);

    public void Send(IActorRef to, IChargingMessage message) => to.Tell(message, context.Self);

    public void SendToHost(NodeAddress node, IChargingMessage message) => Send(HostOf(node), message);

    public void SendToSubstation(NodeAddress node, SubstationId substation, IChargingMessage message) =>
        Send(HostOf(node) / substation.Value, message);

    public void Watch(IActorRef gateway) => context.Watch(gateway);

    public void ReadRatings() =>
        feature.Ledger.ReadRatingsAsync(CancellationToken.None).WaitAsync(RatingsTimeout, feature.Time)
            .PipeTo(
                context.Self,
                success: ratings => new RatingsRead(ratings),
                failure: cause => new Status.Failure(cause));

    private static ActorPath HostOf(NodeAddress node) =>
        new RootActorPath(Address.Parse(node.Value)) / "user" / SubstationHost.Name;

    private void Send(ActorPath path, IChargingMessage message) =>
        context.ActorSelection(path).Tell(message, context.Self);

    /// <summary>The recorded ratings, also of absent substations.</summary>
    internal sealed record RatingsRead(IReadOnlyDictionary<SubstationId, Kilowatts> Ratings)
        : INoSerializationVerificationNeeded;
}
