namespace AkkaGrid.Core.Charging;

/// <summary>
/// The state machine of a session at its substation: what it becomes when the write of its record is answered, and
/// which session of another substation it yields to.
/// </summary>
internal static class SessionLifecycle
{
    /// <summary>The stage of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isRecorded">Whether its record says the same.</param>
    public static SessionStage StageOf(ChargingSession session, bool isRecorded) => session.State switch
    {
        SessionState.Pending => SessionStage.Starting,
        SessionState.Active => SessionStage.Running,
        SessionState.Completed => SessionStage.Ended,
        _ when isRecorded => SessionStage.Void,
        _ when session.SupersededBy is not null => SessionStage.Superseded,
        _ => SessionStage.Unconfirmed,
    };

    /// <summary>What follows for a session from the answer to the write of its record.</summary>
    /// <param name="stage">The stage of the session now.</param>
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
    /// Whether a session yields to another of its key, elsewhere. One that was found to stand before this one was over
    /// may have ended meanwhile, so an ended session yields to an ended one only.
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
    /// <summary>It may or may not be written.</summary>
    Unknown,

    /// <summary>A session of this substation is on record that runs or has run.</summary>
    Stands,

    /// <summary>A void session of this substation is on record.</summary>
    IsVoid,

    /// <summary>A session of another substation is on record, and stands.</summary>
    OtherStands,
}

/// <summary>What a substation does with a session after <see cref="RecordAnswer"/>.</summary>
internal enum RecordStep
{
    /// <summary>The record says what the session is.</summary>
    Confirm,

    /// <summary>The record is written again now.</summary>
    WriteAgain,

    /// <summary>The record is written again with time.</summary>
    Retry,

    /// <summary>The start is on record: the session charges.</summary>
    Activate,

    /// <summary>
    /// The session becomes void, and that is written. A gateway may have answered a client from a record that was
    /// written after all: nobody is refused before the answer to this write, for the ledger does not write a void start
    /// over a session.
    /// </summary>
    GiveUpStart,

    /// <summary>A start that was given up is on record after all: the session becomes what its record says.</summary>
    AdoptRecord,

    /// <summary>The session was never on record: it is dropped.</summary>
    Discard,

    /// <summary>The session ends as superseded, and that is written.</summary>
    Supersede,
}
