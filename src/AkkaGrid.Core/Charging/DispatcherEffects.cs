using AkkaGrid.Core.Charging.Blocking;

namespace AkkaGrid.Core.Charging;

/// <summary>What the shell of a <see cref="Dispatcher"/> is to do, in this order.</summary>
public interface IDispatcherEffect;

/// <summary>Send a reservation to a substation.</summary>
/// <param name="To">Which one.</param>
/// <param name="Message">The reservation.</param>
public sealed record SendStart(SubstationId To, StartSession Message) : IDispatcherEffect;

/// <summary>Ask a substation for its load.</summary>
/// <param name="To">Which one.</param>
/// <param name="Message">The question.</param>
public sealed record SendProbe(SubstationId To, GetLoad Message) : IDispatcherEffect;

/// <summary>Ask a substation how a session stands.</summary>
/// <param name="To">Which one.</param>
/// <param name="Message">The question.</param>
public sealed record AskSession(SubstationId To, GetSession Message) : IDispatcherEffect;

/// <summary>Answer a request.</summary>
/// <param name="To">The request.</param>
/// <param name="Outcome">The answer.</param>
public sealed record Answer(Ticket To, ChargeOutcome Outcome) : IDispatcherEffect;

/// <summary>
/// A request has been answered for good, to however many that asked for it: with a session that is new, or with none
/// because there was no room. A repetition of one that has a session is no other request; one after a refusal is.
/// </summary>
/// <param name="Request">The request.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Session">The session that it was given, where it was.</param>
public sealed record RequestClosed(ChargeRequest Request, RequestOutcome Outcome, ChargingSession? Session)
    : IDispatcherEffect;

/// <summary>It has shown how true it was what a refused client was told.</summary>
/// <param name="Error">How much later than foretold there was room; less than zero where it was sooner.</param>
public sealed record ForecastMeasured(TimeSpan Error) : IDispatcherEffect;

/// <summary>A substation does not obey this epoch although it is not newer: it has to be claimed again.</summary>
/// <param name="Substation">Which one.</param>
public sealed record ClaimAgain(SubstationId Substation) : IDispatcherEffect;

/// <summary>Another balancer rules.</summary>
/// <param name="Epoch">Its epoch.</param>
public sealed record EpochSuperseded(FencingEpoch Epoch) : IDispatcherEffect;
