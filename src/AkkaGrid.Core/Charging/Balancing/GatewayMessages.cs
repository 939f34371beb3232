namespace AkkaGrid.Core.Charging.Balancing;

/// <summary>A message between a gateway and the balancer.</summary>
public interface IGatewayMessage : IChargingMessage;

/// <summary>
/// A gateway looks for the balancer. Sent to wherever that may be; harmless when lost, late or doubled.
/// </summary>
/// <param name="Gateway">The gateway, by the id that its tickets carry.</param>
public sealed record GatewayAnnouncement(string Gateway) : IGatewayMessage;

/// <summary>The sender serves as balancer.</summary>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Clock">Its time, from which gateways count deadlines.</param>
public sealed record BalancerAnnouncement(FencingEpoch Epoch, DateTimeOffset Clock) : IGatewayMessage;

/// <summary>The sender serves no longer: gateways hold their requests for its successor.</summary>
/// <param name="Epoch">Its epoch.</param>
public sealed record BalancerSteppedDown(FencingEpoch Epoch) : IGatewayMessage;

/// <summary>Place a request, unless that has been done.</summary>
/// <param name="Ticket">Where to answer.</param>
/// <param name="Request">What is asked for.</param>
/// <param name="ExpiresAt">From then on, in the balancer's clock, it must start nothing.</param>
/// <param name="WaitBudget">How long it may wait for room.</param>
public sealed record PlaceRequest(Ticket Ticket, ChargeRequest Request, DateTimeOffset ExpiresAt, WaitBudget WaitBudget)
    : IGatewayMessage;

/// <summary>
/// The client of a request has disconnected. Harmless when lost: the request waits no longer than it may.
/// </summary>
/// <param name="Ticket">Where it would have been answered.</param>
/// <param name="Session">The session of the request.</param>
public sealed record WithdrawRequest(Ticket Ticket, SessionId Session) : IGatewayMessage;

/// <summary>The answer to a request.</summary>
/// <param name="Number">The ticket's number at the gateway.</param>
/// <param name="Outcome">The answer.</param>
public sealed record RequestAnswered(long Number, ChargeOutcome Outcome) : IGatewayMessage;
