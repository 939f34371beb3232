using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Gateway;

/// <summary>Asks for the requests that wait for room.</summary>
internal sealed record GetQueue : IGatewayMessage;

/// <summary>The requests that wait for room, in the order of service; no more than fit one message.</summary>
/// <param name="Requests">The requests.</param>
internal sealed record QueueShown(IReadOnlyList<WaitingRequest> Requests) : IGatewayMessage;

/// <summary>Asks for the state of the balancer.</summary>
internal sealed record GetService : IGatewayMessage;

/// <summary>The state of the balancer.</summary>
/// <param name="Decisions">Its last decisions, newest first; at most <see cref="MaxDecisions"/>.</param>
/// <param name="Refused">The refused shares of the last minutes; null without requests.</param>
internal sealed record ServiceShown(IReadOnlyList<Decision> Decisions, RefusedShares? Refused) : IGatewayMessage
{
    /// <summary>The largest number of decisions.</summary>
    public const int MaxDecisions = 64;
}

/// <summary>Asks for the decision for a session.</summary>
/// <param name="Session">The session.</param>
internal sealed record GetDecision(SessionId Session) : IGatewayMessage;

/// <summary>The decision for a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Decision">The decision; null where the balancer has it no longer.</param>
internal sealed record DecisionExplained(SessionId Session, Decision? Decision) : IGatewayMessage;
