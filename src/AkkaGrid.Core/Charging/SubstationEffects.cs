namespace AkkaGrid.Core.Charging;

/// <summary>What the shell of a <see cref="Substation{TCaller}"/> is to do, in this order.</summary>
public interface ISubstationEffect;

/// <summary>Answer a caller.</summary>
/// <typeparam name="TCaller">How the shell names callers.</typeparam>
/// <param name="To">Who asked.</param>
/// <param name="Message">The answer.</param>
public sealed record Reply<TCaller>(TCaller To, ISubstationReply Message) : ISubstationEffect;

/// <summary>Answer a caller with the load.</summary>
/// <typeparam name="TCaller">How the shell names callers.</typeparam>
/// <param name="To">Who asked.</param>
/// <param name="Report">The load.</param>
public sealed record ReportLoad<TCaller>(TCaller To, LoadReport Report) : ISubstationEffect;

/// <summary>
/// Make the session durable and say how that went (<see cref="Substation{TCaller}.SessionRecorded"/>).
/// </summary>
/// <param name="Session">The session as it is to be kept.</param>
public sealed record RecordSession(ChargingSession Session) : ISubstationEffect;

/// <summary>Make the epoch durable and say how that went (<see cref="Substation{TCaller}.EpochRecorded"/>).</summary>
/// <param name="Epoch">The highest epoch seen.</param>
public sealed record RecordEpoch(FencingEpoch Epoch) : ISubstationEffect;

/// <summary>
/// Make the controls durable and say how that went (<see cref="Substation{TCaller}.ControlsRecorded"/>).
/// </summary>
/// <param name="Controls">The controls as they are to be kept.</param>
public sealed record RecordControls(SubstationControls Controls) : ISubstationEffect;

/// <summary>Delete the record of a session that has been kept long enough.</summary>
/// <param name="Session">The session as it is on record, unless another substation has written it since.</param>
public sealed record DeleteSession(ChargingSession Session) : ISubstationEffect;

/// <summary>Say that a session has ended here because its key has another, elsewhere, that stands.</summary>
/// <param name="Session">The session as it ended.</param>
public sealed record SessionSuperseded(ChargingSession Session) : ISubstationEffect;
