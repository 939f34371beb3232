using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>
/// What a <see cref="BalancerTerm{TActor}"/> needs from outside: the network and the store. It calls these only while
/// it handles an input, and none of them may call it back before that input has been handled.
/// </summary>
/// <typeparam name="TActor">How the shell identifies actors.</typeparam>
public interface IBalancerShell<in TActor>
{
    /// <summary>Sends a message to an actor that has written before. It may be lost.</summary>
    void Send(TActor to, IChargingMessage message);

    /// <summary>Sends a message to whatever hosts the substations of a node. It may be lost.</summary>
    void SendToHost(NodeAddress node, IChargingMessage message);

    /// <summary>
    /// Sends a message to one substation of a node, whose actor may not be known yet. It may be lost.
    /// </summary>
    void SendToSubstation(NodeAddress node, SubstationId substation, IChargingMessage message);

    /// <summary>Reports with <see cref="BalancerTerm{TActor}.GatewayLost"/> when this gateway has gone.</summary>
    void Watch(TActor gateway);

    /// <summary>
    /// Reads the ratings of all substations on record, and reports them with
    /// <see cref="BalancerTerm{TActor}.RatingsRead"/>.
    /// </summary>
    void ReadRatings();
}
