namespace AkkaGrid.Core.Charging;

/// <summary>A vehicle that draws power from a substation; its end is fixed when it starts.</summary>
/// <param name="Request">The request that it serves.</param>
/// <param name="Substation">The substation where it charges.</param>
/// <param name="State">Its state.</param>
/// <param name="Start">When its power was allocated, by the substation's clock.</param>
/// <param name="ExpectedEnd">When it ends unless it is ended early, by the substation's clock.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
public sealed record ChargingSession(
    ChargeRequest Request,
    SubstationId Substation,
    SessionState State,
    DateTimeOffset Start,
    DateTimeOffset ExpectedEnd,
    DateTimeOffset? EndedAt)
{
    /// <summary>
    /// The power that it is granted: less than requested where the full amount fitted no substation and the client
    /// accepts less.
    /// </summary>
    public Kilowatts Granted { get; init; } = Request.Amount;

    /// <summary>
    /// The substation whose session stands for the key in place of this one, which is invalid for that reason;
    /// otherwise null.
    /// </summary>
    public SubstationId? SupersededBy { get; init; }

    /// <summary>
    /// Why it was placed at its substation; null where the balancer did not send that, as in earlier versions.
    /// </summary>
    public Decision? Decision { get; init; }

    /// <summary>The id of the session.</summary>
    public SessionId Id => Request.SessionId;

    /// <summary>Whether it uses power of its substation; a pending session does.</summary>
    public bool TakesPower => State is SessionState.Pending or SessionState.Active;

    /// <summary>Whether it has ended for good, and not only by some clock.</summary>
    public bool HasEnded => State is SessionState.Completed or SessionState.Invalid;

    /// <summary>Its intended duration.</summary>
    public TimeSpan Duration => ExpectedEnd - Start;

    /// <summary>
    /// Its remaining time; zero once it has ended. It never exceeds the intended duration: a clock before the start is
    /// not the one that the session was started by.
    /// </summary>
    public TimeSpan RemainingAt(DateTimeOffset now) =>
        !TakesPower || ExpectedEnd <= now ? TimeSpan.Zero : now < Start ? Duration : ExpectedEnd - now;

    /// <summary>
    /// Its state at a moment. The end is fixed at the start, so a session that its record still calls active is
    /// completed once the end has passed.
    /// </summary>
    public SessionState StateAt(DateTimeOffset now) =>
        State == SessionState.Active && ExpectedEnd <= now ? SessionState.Completed : State;

    /// <summary>
    /// The session as a substation resumes it from its record. Where the clock is now before the start, it is unknown
    /// how long the session has run, so it starts again with its full duration.
    /// </summary>
    public ChargingSession ResumedAt(DateTimeOffset now) =>
        TakesPower && now < Start ? this with { Start = now, ExpectedEnd = now + Duration } : this;

    /// <summary>The session after its end.</summary>
    public ChargingSession Ended(SessionState state, DateTimeOffset at) => this with { State = state, EndedAt = at };

    /// <summary>
    /// The session after another one was found to stand for its key: invalid, and ended at that moment unless it had
    /// ended before.
    /// </summary>
    public ChargingSession Superseded(SubstationId by, DateTimeOffset at) =>
        Ended(SessionState.Invalid, EndedAt ?? at) with { SupersededBy = by };
}
