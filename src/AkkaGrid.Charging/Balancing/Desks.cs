using Akka.Actor;
using AkkaGrid.Charging.Desk;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Balancing;

/// <summary>The desks that have made themselves known to a balancer, by the ids that their tickets carry.</summary>
internal sealed class Desks
{
    private readonly Dictionary<string, IActorRef> _desks = [];

    public void Meet(string desk, IActorRef at) => _desks[desk] = at;

    /// <summary>An actor is gone.</summary>
    /// <returns>The desks that it was.</returns>
    public IReadOnlyList<string> Leave(IActorRef at)
    {
        var gone = _desks.Where(desk => desk.Value.Equals(at)).Select(desk => desk.Key).ToArray();
        foreach (var desk in gone)
            _desks.Remove(desk);
        return gone;
    }

    public void TellAll(IDeskMessage message)
    {
        foreach (var desk in _desks.Values)
            desk.Tell(message);
    }

    /// <summary>Answers a request, where its desk is there still.</summary>
    public void Answer(Ticket ticket, ChargeOutcome outcome)
    {
        if (_desks.TryGetValue(ticket.Desk, out var desk))
            desk.Tell(new RequestAnswered(ticket.Number, outcome));
    }
}
