using AkkaGrid.Core.Charging.Blocking;

namespace AkkaGrid.Core.Charging;

/// <summary>An action for the shell of a <see cref="Dispatcher"/>, to be carried out in order.</summary>
public interface IDispatcherEffect;

/// <summary>Send a reservation to a substation.</summary>
/// <param name="To">The substation.</param>
/// <param name="Message">The reservation.</param>
public sealed record SendStart(SubstationId To, StartSession Message) : IDispatcherEffect;

/// <summary>Ask a substation for its load.</summary>
/// <param name="To">The substation.</param>
/// <param name="Message">The probe.</param>
public sealed record SendProbe(SubstationId To, GetLoad Message) : IDispatcherEffect;

/// <summary>Ask a substation for the state of a session.</summary>
/// <param name="To">The substation.</param>
/// <param name="Message">The query.</param>
public sealed record AskSession(SubstationId To, GetSession Message) : IDispatcherEffect;

/// <summary>Answer a request.</summary>
/// <param name="To">The ticket of the request.</param>
/// <param name="Outcome">The outcome.</param>
public sealed record Answer(Ticket To, ChargeOutcome Outcome) : IDispatcherEffect;

/// <summary>
/// A request has been closed, whatever number of gateways asked for it: with a new session, or without one because
/// there was no room. A repetition of a request that has a session is the same request; one after a refusal is a new
/// request.
/// </summary>
/// <param name="Request">The request.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Session">Its session; null where it got none.</param>
public sealed record RequestClosed(ChargeRequest Request, RequestOutcome Outcome, ChargingSession? Session)
    : IDispatcherEffect;

/// <summary>The error of a forecast that a refused client was given is known.</summary>
/// <param name="Error">How much later than forecast there was room; negative where it was earlier.</param>
public sealed record ForecastMeasured(TimeSpan Error) : IDispatcherEffect;

/// <summary>A substation does not obey this epoch, although its own is not newer: it must be claimed again.</summary>
/// <param name="Substation">The substation.</param>
public sealed record ClaimAgain(SubstationId Substation) : IDispatcherEffect;

/// <summary>A newer balancer serves.</summary>
/// <param name="Epoch">Its epoch.</param>
public sealed record EpochSuperseded(FencingEpoch Epoch) : IDispatcherEffect;
