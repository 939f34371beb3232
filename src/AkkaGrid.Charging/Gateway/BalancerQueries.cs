using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Gateway;

/// <summary>Asks for the requests that wait for room.</summary>
internal sealed record GetQueue : IGatewayMessage;

/// <summary>The requests that wait for room, the next first; not more than fit one message.</summary>
/// <param name="Requests">The requests.</param>
internal sealed record QueueShown(IReadOnlyList<WaitingRequest> Requests) : IGatewayMessage;

/// <summary>Asks how the balancer serves.</summary>
internal sealed record GetService : IGatewayMessage;

/// <summary>How the balancer serves.</summary>
/// <param name="Decisions">Its last decisions, the last one first; at most <see cref="MaxDecisions"/>.</param>
/// <param name="Refused">What was refused in the last minutes; null where no request came.</param>
internal sealed record ServiceShown(IReadOnlyList<Decision> Decisions, RefusedShares? Refused) : IGatewayMessage
{
    /// <summary>How many decisions it names.</summary>
    public const int MaxDecisions = 64;
}

/// <summary>Asks why a session is where it is.</summary>
/// <param name="Session">The session.</param>
internal sealed record GetDecision(SessionId Session) : IGatewayMessage;

/// <summary>Why a session is where it is.</summary>
/// <param name="Session">The session.</param>
/// <param name="Decision">The decision; null where it is not remembered.</param>
internal sealed record DecisionExplained(SessionId Session, Decision? Decision) : IGatewayMessage;
