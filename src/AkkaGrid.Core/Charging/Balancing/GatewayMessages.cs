namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>A message between a gateway and the balancer.</summary>
public interface IGatewayMessage : IChargingMessage;

/// <summary>
/// Announces a gateway that looks for the balancer. It is sent to every node that may run it; harmless when lost, late
/// or duplicated.
/// </summary>
/// <param name="Gateway">The gateway's id, which its tickets carry.</param>
public sealed record GatewayAnnouncement(string Gateway) : IGatewayMessage;

/// <summary>The sender serves as balancer.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Clock">Its current time, from which gateways compute deadlines.</param>
public sealed record BalancerAnnouncement(FencingEpoch Epoch, DateTimeOffset Clock) : IGatewayMessage;

/// <summary>The sender has stepped down: gateways hold their requests for its successor.</summary>
/// <param name="Epoch">Its epoch.</param>
public sealed record BalancerSteppedDown(FencingEpoch Epoch) : IGatewayMessage;

/// <summary>Places a request, unless it has been placed already.</summary>
/// <param name="Ticket">Identifies the request in the answer.</param>
/// <param name="Request">The request.</param>
/// <param name="ExpiresAt">
/// The time, by the balancer's clock, from which on the request must not start a session.
/// </param>
/// <param name="WaitBudget">How long it may wait for room.</param>
public sealed record PlaceRequest(Ticket Ticket, ChargeRequest Request, DateTimeOffset ExpiresAt, WaitBudget WaitBudget)
    : IGatewayMessage;

/// <summary>
/// The client of a request has disconnected. Harmless when lost: the request still waits no longer than its wait
/// budget.
/// </summary>
/// <param name="Ticket">Identifies the request.</param>
/// <param name="Session">The session of the request.</param>
public sealed record WithdrawRequest(Ticket Ticket, SessionId Session) : IGatewayMessage;

/// <summary>The answer to a request.</summary>
/// <param name="Number">The ticket's number at the gateway.</param>
/// <param name="Outcome">The outcome of the request.</param>
public sealed record RequestAnswered(long Number, ChargeOutcome Outcome) : IGatewayMessage;
