namespace AkkaGrid.Core.Charging;

/// <summary>A vehicle that draws power from a substation; its end is fixed when it starts.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Substation">Where it charges.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Start">When its power was taken, in the substation's clock.</param>
/// <param name="ExpectedEnd">When it ends by itself, in the substation's clock.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
public sealed record ChargingSession(
    ChargeRequest Request,
    SubstationId Substation,
    SessionState State,
    DateTimeOffset Start,
    DateTimeOffset ExpectedEnd,
    DateTimeOffset? EndedAt)
{
    /// <summary>The power it takes: less than was asked for where that fitted nowhere and less was of use.</summary>
    public Kilowatts Granted { get; init; } = Request.Amount;

    /// <summary>
    /// Where the session stands that its key has in place of this one, which is invalid for that; else null.
    /// </summary>
    public SubstationId? SupersededBy { get; init; }

    /// <summary>
    /// Why it is at its substation; null where the balancer has not said so, as earlier versions do not.
    /// </summary>
    public Decision? Decision { get; init; }

    /// <summary>The name of the session.</summary>
    public SessionId Id => Request.SessionId;

    /// <summary>Whether it takes power from its substation: pending ones do.</summary>
    public bool TakesPower => State is SessionState.Pending or SessionState.Active;

    /// <summary>Whether it has ended, and not only by some clock: that is for good.</summary>
    public bool HasEnded => State is SessionState.Completed or SessionState.Invalid;

    /// <summary>How long it is meant to run.</summary>
    public TimeSpan Duration => ExpectedEnd - Start;

    /// <summary>
    /// How long it still runs; nothing once it has ended. Never more than it is meant to run: a clock that shows a time
    /// before its start is not the one that it was started by.
    /// </summary>
    public TimeSpan RemainingAt(DateTimeOffset now) =>
        !TakesPower || ExpectedEnd <= now ? TimeSpan.Zero : now < Start ? Duration : ExpectedEnd - now;

    /// <summary>
    /// Where it stands at a moment. As the end is fixed at the start, a record that still says active is known to be
    /// completed once that moment has passed.
    /// </summary>
    public SessionState StateAt(DateTimeOffset now) =>
        State == SessionState.Active && ExpectedEnd <= now ? SessionState.Completed : State;

    /// <summary>
    /// The session as a substation resumes it from its record. Where the clock has gone back to before its start, it is
    /// unknown how long the session has run: it starts again with its full duration.
    /// </summary>
    public ChargingSession ResumedAt(DateTimeOffset now) =>
        TakesPower && now < Start ? this with { Start = now, ExpectedEnd = now + Duration } : this;

    /// <summary>The session, ended.</summary>
    public ChargingSession Ended(SessionState state, DateTimeOffset at) => this with { State = state, EndedAt = at };

    /// <summary>The session, invalid because its key has another: ended then, unless it had ended before.</summary>
    public ChargingSession Superseded(SubstationId by, DateTimeOffset at) =>
        Ended(SessionState.Invalid, EndedAt ?? at) with { SupersededBy = by };
}
