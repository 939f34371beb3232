using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>
/// The outside world of a <see cref="BalancerTerm{TActor}"/>: the network and the store. The balancer calls these
/// methods only while it handles an input, and none of them may call it back before that input has been handled.
/// </summary>
/// <typeparam name="TActor">The shell's identity of an actor.</typeparam>
public interface IBalancerShell<in TActor>
{
    /// <summary>Sends a message to an actor that has sent one before. It may be lost.</summary>
    void Send(TActor to, IChargingMessage message);

    /// <summary>Sends a message to the host of a node's substations. It may be lost.</summary>
    void SendToHost(NodeAddress node, IChargingMessage message);

    /// <summary>Sends a message to one substation of a node, whose actor need not be known. It may be lost.</summary>
    void SendToSubstation(NodeAddress node, SubstationId substation, IChargingMessage message);

    /// <summary>Calls <see cref="BalancerTerm{TActor}.GatewayLost"/> when this gateway has stopped.</summary>
    void Watch(TActor gateway);

    /// <summary>
    /// Reads the recorded ratings of all substations, and passes them to
    /// <see cref="BalancerTerm{TActor}.RatingsRead"/>.
    /// </summary>
    void ReadRatings();
}
