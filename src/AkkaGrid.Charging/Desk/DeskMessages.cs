using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Desk;

/// <summary>What desks and the balancer say to each other.</summary>
internal interface IDeskMessage : IChargingMessage;

/// <summary>Are you there? Sent by desks to wherever the balancer may be; harmless when lost, late or doubled.</summary>
/// <param name="Desk">The desk, by the id that its tickets carry.</param>
internal sealed record Hello(string Desk) : IDeskMessage;

/// <summary>The sender serves as balancer.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Clock">Its time, from which desks count deadlines.</param>
internal sealed record BalancerHere(FencingEpoch Epoch, DateTimeOffset Clock) : IDeskMessage;

/// <summary>The sender serves no longer: hold the requests for its successor.</summary>
/// <param name="Epoch">Its epoch.</param>
internal sealed record BalancerGone(FencingEpoch Epoch) : IDeskMessage;

/// <summary>Place a request, if you have not done so.</summary>
/// <param name="Ticket">Where to answer.</param>
/// <param name="Request">What is asked for.</param>
/// <param name="ExpiresAt">From then on, in the balancer's clock, it must start nothing.</param>
/// <param name="Patience">How long it may wait for room.</param>
internal sealed record PlaceRequest(Ticket Ticket, ChargeRequest Request, DateTimeOffset ExpiresAt, Patience Patience) : IDeskMessage;

/// <summary>The client of a request has hung up. Harmless when lost: the request waits no longer than it may.</summary>
/// <param name="Ticket">Where it would have been answered.</param>
/// <param name="Session">The session of the request.</param>
internal sealed record WithdrawRequest(Ticket Ticket, SessionId Session) : IDeskMessage;

/// <summary>The answer to a request.</summary>
/// <param name="Number">The ticket's number at the desk.</param>
/// <param name="Outcome">The answer.</param>
internal sealed record RequestAnswered(long Number, ChargeOutcome Outcome) : IDeskMessage;

/// <summary>Who waits for room?</summary>
internal sealed record GetQueue : IDeskMessage;

/// <summary>Who waits for room, the next first; not more than can be shown.</summary>
/// <param name="Requests">The requests.</param>
internal sealed record QueueShown(IReadOnlyList<WaitingRequest> Requests) : IDeskMessage;

/// <summary>How does the balancer serve?</summary>
internal sealed record GetService : IDeskMessage;

/// <summary>How the balancer serves.</summary>
/// <param name="Decisions">Its last decisions, the last one first; at most <see cref="MaxDecisions"/>.</param>
/// <param name="Refused">What was refused of late; null where nothing came.</param>
internal sealed record ServiceShown(IReadOnlyList<Decision> Decisions, RefusedShares? Refused) : IDeskMessage
{
    /// <summary>How many decisions it names.</summary>
    public const int MaxDecisions = 64;
}

/// <summary>Why is a session where it is?</summary>
/// <param name="Session">Which one.</param>
internal sealed record GetDecision(SessionId Session) : IDeskMessage;

/// <summary>Why a session is where it is.</summary>
/// <param name="Session">Which one.</param>
/// <param name="Decision">Why; null where it is forgotten.</param>
internal sealed record DecisionExplained(SessionId Session, Decision? Decision) : IDeskMessage;
