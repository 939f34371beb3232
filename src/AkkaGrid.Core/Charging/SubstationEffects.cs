namespace AkkaGrid.Core.Charging;

/// <summary>An action for the shell of a <see cref="Substation{TCaller}"/>, to be carried out in order.</summary>
public interface ISubstationEffect;

/// <summary>Answer a caller.</summary>
/// <typeparam name="TCaller">The shell's identity of a caller.</typeparam>
/// <param name="To">The caller.</param>
/// <param name="Message">The answer.</param>
public sealed record Reply<TCaller>(TCaller To, ISubstationReply Message) : ISubstationEffect;

/// <summary>Answer a caller with the load.</summary>
/// <typeparam name="TCaller">The shell's identity of a caller.</typeparam>
/// <param name="To">The caller.</param>
/// <param name="Report">The load.</param>
public sealed record ReportLoad<TCaller>(TCaller To, LoadReport Report) : ISubstationEffect;

/// <summary>
/// Make the session durable, and report the outcome to <see cref="Substation{TCaller}.SessionRecorded"/>.
/// </summary>
/// <param name="Session">The session to record.</param>
public sealed record RecordSession(ChargingSession Session) : ISubstationEffect;

/// <summary>
/// Make the epoch durable, and report the outcome to <see cref="Substation{TCaller}.EpochRecorded"/>.
/// </summary>
/// <param name="Epoch">The highest epoch seen.</param>
public sealed record RecordEpoch(FencingEpoch Epoch) : ISubstationEffect;

/// <summary>
/// Make the controls durable, and report the outcome to <see cref="Substation{TCaller}.ControlsRecorded"/>.
/// </summary>
/// <param name="Controls">The controls to record.</param>
public sealed record RecordControls(SubstationControls Controls) : ISubstationEffect;

/// <summary>Delete the record of a session that has been kept long enough.</summary>
/// <param name="Session">The session as recorded; the record stays if another substation has written it since.</param>
public sealed record DeleteSession(ChargingSession Session) : ISubstationEffect;

/// <summary>Report that a session has ended here because another substation's session stands for its key.</summary>
/// <param name="Session">The session as it ended.</param>
public sealed record SessionSuperseded(ChargingSession Session) : ISubstationEffect;
