namespace AkkaGrid.Core.Charging;

/// <summary>
/// The state machine of a session at its substation: decides its next step when the write of its record is answered,
/// and to which session of another substation it yields.
/// </summary>
internal static class SessionLifecycle
{
    /// <summary>The stage of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isRecorded">Whether its record equals the session.</param>
    public static SessionStage StageOf(ChargingSession session, bool isRecorded) => session.State switch
    {
        SessionState.Pending => SessionStage.Starting,
        SessionState.Active => SessionStage.Running,
        SessionState.Completed => SessionStage.Ended,
        _ when isRecorded => SessionStage.Void,
        _ when session.SupersededBy is not null => SessionStage.Superseded,
        _ => SessionStage.Unconfirmed,
    };

    /// <summary>The next step of a session after the write of its record was answered.</summary>
    /// <param name="stage">The current stage of the session.</param>
    /// <param name="hasChanged">Whether the session has changed since the write began.</param>
    /// <param name="answer">The answer.</param>
    public static RecordStep After(SessionStage stage, bool hasChanged, RecordAnswer answer) => (stage, answer) switch
    {
        (SessionStage.Starting, RecordAnswer.OtherStands) => RecordStep.Discard,
        (SessionStage.Superseded, RecordAnswer.OtherStands) => RecordStep.WriteAgain,
        (_, RecordAnswer.OtherStands) => RecordStep.Supersede,
        (SessionStage.Starting, RecordAnswer.Unknown) => RecordStep.GiveUpStart,
        (SessionStage.Starting, _) => RecordStep.Activate,
        (_, RecordAnswer.Unknown) => RecordStep.Retry,
        (SessionStage.Unconfirmed, RecordAnswer.Stands) => RecordStep.AdoptRecord,
        (SessionStage.Unconfirmed, _) => RecordStep.Confirm,
        _ => hasChanged ? RecordStep.WriteAgain : RecordStep.Confirm,
    };

    /// <summary>
    /// Whether a session yields to another substation's session of the same key. The other was found to stand before
    /// this one had ended, and this one may have ended since: so an ended session yields only to an ended one.
    /// </summary>
    public static bool YieldsTo(SessionStage stage, SessionState standing) => stage switch
    {
        SessionStage.Running => standing != SessionState.Invalid,
        SessionStage.Ended => standing == SessionState.Completed,
        _ => false,
    };
}

/// <summary>The answer to the write of a session's record.</summary>
internal enum RecordAnswer
{
    /// <summary>The outcome of the write is unknown.</summary>
    Unknown,

    /// <summary>The record holds a session of this substation that runs or has run.</summary>
    Stands,

    /// <summary>The record holds a void session of this substation.</summary>
    IsVoid,

    /// <summary>The record holds a session of another substation, which stands.</summary>
    OtherStands,
}

/// <summary>The next step of a session after a <see cref="RecordAnswer"/>.</summary>
internal enum RecordStep
{
    /// <summary>The record equals the session.</summary>
    Confirm,

    /// <summary>The record is written again now.</summary>
    WriteAgain,

    /// <summary>The record is written again later.</summary>
    Retry,

    /// <summary>The start is recorded: the session charges.</summary>
    Activate,

    /// <summary>
    /// The session becomes void, and that is written. Callers are refused only after the answer to this write, because
    /// a gateway may have answered a client from a record that was written after all: the ledger does not write a void
    /// start over a session.
    /// </summary>
    GiveUpStart,

    /// <summary>An abandoned start was recorded after all: the session becomes what its record says.</summary>
    AdoptRecord,

    /// <summary>The session was never recorded: it is dropped.</summary>
    Discard,

    /// <summary>The session ends as superseded, and that is written.</summary>
    Supersede,
}
