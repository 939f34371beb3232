namespace AkkaGrid.Core.Charging;

/// <summary>A command to a substation.</summary>
public interface ISubstationCommand : IChargingMessage;

/// <summary>Obey this epoch and no older one, and report the known sessions.</summary>
/// <param name="Epoch">The claiming balancer's epoch.</param>
public sealed record Claim(FencingEpoch Epoch) : ISubstationCommand;

/// <summary>Start the session of a request, or answer with the one that its key already has.</summary>
/// <param name="Epoch">The sending balancer's epoch.</param>
/// <param name="Number">
/// The number of this reservation: it increases with every message of an epoch, including repeated ones.
/// </param>
/// <param name="Request">The request.</param>
/// <param name="ExpiresAt">The time, by the substation's clock, from which on it must not start the session.</param>
public sealed record StartSession(FencingEpoch Epoch, long Number, ChargeRequest Request, DateTimeOffset ExpiresAt)
    : ISubstationCommand
{
    /// <summary>
    /// The smallest power that may be granted: below the amount only once the full amount was found to fit nowhere.
    /// </summary>
    public Kilowatts AtLeast { get; init; } = Request.Amount;

    /// <summary>Why it is sent to this substation, stored with the session; null from earlier versions.</summary>
    public Decision? Decision { get; init; }
}

/// <summary>End a session now and release its power.</summary>
/// <param name="Session">The session.</param>
public sealed record CancelSession(SessionId Session) : ISubstationCommand;

/// <summary>Report the state of a session.</summary>
/// <param name="Session">The session.</param>
public sealed record GetSession(SessionId Session) : ISubstationCommand;

/// <summary>Report the load at once.</summary>
/// <param name="Probe">The number that the report must carry.</param>
public sealed record GetLoad(long Probe) : ISubstationCommand;

/// <summary>Change the rating, or whether new sessions are accepted, until further notice.</summary>
/// <param name="Capacity">The change of the rating; null leaves it.</param>
/// <param name="Draining">Whether to accept no new sessions; null leaves it.</param>
public sealed record ChangeControls(CapacityChange? Capacity, bool? Draining) : ISubstationCommand;

/// <summary>A change of the rating.</summary>
/// <param name="To">The new rating; null for the configured one.</param>
public sealed record CapacityChange(Kilowatts? To);

/// <summary>Limit the power for some time.</summary>
/// <param name="Start">The begin, by the substation's clock; null for now.</param>
/// <param name="Duration">The duration; <see cref="LimitEvent.Unlimited"/> until it is ended.</param>
/// <param name="Limit">The limit meanwhile.</param>
public sealed record AddLimitEvent(DateTimeOffset? Start, TimeSpan Duration, Kilowatts Limit) : ISubstationCommand
{
    /// <summary>The display name of the event; null for none.</summary>
    public string? Name { get; init; }
}

/// <summary>End a limit early, or cancel a future one.</summary>
/// <param name="Event">The id of the event.</param>
public sealed record EndLimitEvent(string Event) : ISubstationCommand;

/// <summary>Report the current and the future demand-response events.</summary>
public sealed record GetLimitEvents : ISubstationCommand;

/// <summary>An answer of a substation.</summary>
public interface ISubstationReply : IChargingMessage;

/// <summary>Confirms a claim, with one page of the sessions that the substation knows, for their keys.</summary>
/// <param name="Epoch">The epoch that is obeyed from now on.</param>
/// <param name="Report">The load after the claim.</param>
/// <param name="Page">The number of this page, from 0.</param>
/// <param name="Pages">The number of pages.</param>
/// <param name="Sessions">The sessions, including ended ones as long as they are kept.</param>
public sealed record Claimed(
    FencingEpoch Epoch, LoadReport Report, int Page, int Pages, IReadOnlyList<KnownSession> Sessions) : ISubstationReply
{
    /// <summary>The maximum number of decisions on the first page.</summary>
    public const int MaxDecisions = 12;

    /// <summary>
    /// The decisions of former balancers behind the latest sessions, the latest first. On the first page.
    /// </summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];
}

/// <summary>A session's id and its remaining time.</summary>
/// <param name="Id">The id, which is derived from the idempotency key.</param>
/// <param name="Remaining">The time until its end; zero once it has ended.</param>
public readonly record struct KnownSession(SessionId Id, TimeSpan Remaining)
{
    /// <summary>Its vehicle, while it runs; null once it has ended, and from earlier versions.</summary>
    public VehicleTag? Vehicle { get; init; }
}

/// <summary>The state of a session.</summary>
/// <param name="Id">The id of the session.</param>
/// <param name="Session">The session; null where the substation does not know it.</param>
public sealed record SessionShown(SessionId Id, ChargingSession? Session) : ISubstationReply;

/// <summary>Refuses a claim: the substation obeys a newer epoch.</summary>
/// <param name="Substation">The substation.</param>
/// <param name="Epoch">The epoch that was refused.</param>
/// <param name="Highest">The epoch that the substation obeys.</param>
public sealed record ClaimRefused(SubstationId Substation, FencingEpoch Epoch, FencingEpoch Highest) : ISubstationReply;

/// <summary>The session runs and its record is durable; or it ran earlier.</summary>
/// <param name="Number">The reservation that this answers.</param>
/// <param name="Session">The session of the key: that of another substation where one is on record.</param>
/// <param name="Report">The load, including the session.</param>
public sealed record SessionStarted(long Number, ChargingSession Session, LoadReport Report) : ISubstationReply;

/// <summary>No session was started for this reservation.</summary>
/// <param name="Number">The reservation that this answers.</param>
/// <param name="Session">The id of the session.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Report">The current load.</param>
public sealed record StartRefused(long Number, SessionId Session, StartRefusal Reason, LoadReport Report)
    : ISubstationReply;

/// <summary>Why a session was not started.</summary>
public enum StartRefusal
{
    /// <summary>It does not fit under the limit.</summary>
    NoCapacity,

    /// <summary>Its deadline has passed.</summary>
    Expired,

    /// <summary>A newer balancer serves.</summary>
    StaleEpoch,

    /// <summary>This balancer has not claimed the substation.</summary>
    NotClaimed,

    /// <summary>The key was used for another request.</summary>
    KeyReused,

    /// <summary>
    /// The session could not be recorded. If that outcome could not be recorded either, its power stays allocated.
    /// </summary>
    NotRecorded,

    /// <summary>The substation accepts no new sessions.</summary>
    Draining,
}

/// <summary>The session has ended, and its end is recorded.</summary>
/// <param name="Session">The ended session.</param>
public sealed record SessionCancelled(ChargingSession Session) : ISubstationReply;

/// <summary>The session was not cancelled.</summary>
/// <param name="Session">The session.</param>
/// <param name="Reason">The reason.</param>
public sealed record CancelRefused(SessionId Session, CancelRefusal Reason) : ISubstationReply;

/// <summary>Why a session was not cancelled.</summary>
public enum CancelRefusal
{
    /// <summary>The substation does not know it.</summary>
    Unknown,

    /// <summary>It has ended, but that could not be recorded yet.</summary>
    NotRecorded,
}

/// <summary>The controls are in force and recorded.</summary>
/// <param name="Report">The load and the limit after the change.</param>
public sealed record ControlsChanged(LoadReport Report) : ISubstationReply
{
    /// <summary>The event that was added or ended; null for other changes.</summary>
    public string? Event { get; init; }
}

/// <summary>The events of a substation that are not over.</summary>
/// <param name="Substation">The substation.</param>
/// <param name="Events">The events, in the order in which they begin.</param>
/// <param name="Clock">The current time of the substation, whose clock the events follow.</param>
public sealed record LimitEventsShown(SubstationId Substation, IReadOnlyList<LimitEvent> Events, DateTimeOffset Clock)
    : ISubstationReply;

/// <summary>Refuses a change of the controls.</summary>
/// <param name="Substation">The substation.</param>
/// <param name="Reason">The reason.</param>
public sealed record ControlsRefused(SubstationId Substation, ControlsRefusal Reason) : ISubstationReply;

/// <summary>Why a change of the controls was refused.</summary>
public enum ControlsRefusal
{
    /// <summary>The change could not be recorded yet: reductions are in force, increases are not.</summary>
    NotRecorded,

    /// <summary>The event is over already.</summary>
    EventOver,

    /// <summary>The maximum number of events is reached.</summary>
    TooManyEvents,

    /// <summary>There is no such event, or it is over.</summary>
    UnknownEvent,
}
