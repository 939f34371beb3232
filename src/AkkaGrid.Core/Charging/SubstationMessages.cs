namespace AkkaGrid.Core.Charging;

/// <summary>What a substation is asked to do.</summary>
public interface ISubstationCommand : IChargingMessage;

/// <summary>Obey this epoch and none that is older, and tell the sessions that you know.</summary>
/// <param name="Epoch">The claiming balancer's epoch.</param>
public sealed record Claim(FencingEpoch Epoch) : ISubstationCommand;

/// <summary>Start the session of a request, or answer with the one that its key already has.</summary>
/// <param name="Epoch">The sending balancer's epoch.</param>
/// <param name="Number">The number of this reservation: rises with every message of an epoch, re-sent ones too.</param>
/// <param name="Request">What to start.</param>
/// <param name="ExpiresAt">From then on, in the substation's clock, it must start nothing.</param>
public sealed record StartSession(FencingEpoch Epoch, long Number, ChargeRequest Request, DateTimeOffset ExpiresAt)
    : ISubstationCommand
{
    /// <summary>The least that may be granted: below the amount only once that has been found to fit nowhere.</summary>
    public Kilowatts AtLeast { get; init; } = Request.Amount;

    /// <summary>
    /// Why it is sent to this substation, to be kept with the session; null where an earlier version sends it.
    /// </summary>
    public Decision? Decision { get; init; }
}

/// <summary>End a session now and free its power.</summary>
/// <param name="Session">Which one.</param>
public sealed record CancelSession(SessionId Session) : ISubstationCommand;

/// <summary>How does a session stand?</summary>
/// <param name="Session">Which one.</param>
public sealed record GetSession(SessionId Session) : ISubstationCommand;

/// <summary>Report the load at once.</summary>
/// <param name="Probe">What the report names as its question.</param>
public sealed record GetLoad(long Probe) : ISubstationCommand;

/// <summary>Change what you are good for, or whether you take new sessions, until you are told otherwise.</summary>
/// <param name="Capacity">The capacity; null leaves it.</param>
/// <param name="Draining">Whether to take no new sessions; null leaves it.</param>
public sealed record ChangeControls(CapacityChange? Capacity, bool? Draining) : ISubstationCommand;

/// <summary>Another capacity.</summary>
/// <param name="To">What counts from now on; null for what is configured.</param>
public sealed record CapacityChange(Kilowatts? To);

/// <summary>Keep to a limit for some time.</summary>
/// <param name="Start">From when on, in the substation's clock; null for now.</param>
/// <param name="Duration">How long; <see cref="LimitEvent.Unlimited"/> until it is ended.</param>
/// <param name="Limit">What may be given meanwhile.</param>
public sealed record AddLimitEvent(DateTimeOffset? Start, TimeSpan Duration, Kilowatts Limit) : ISubstationCommand
{
    /// <summary>What people call the event; null for nothing.</summary>
    public string? Name { get; init; }
}

/// <summary>Keep to a limit no longer, or do not begin to.</summary>
/// <param name="Event">The id of the event.</param>
public sealed record EndLimitEvent(string Event) : ISubstationCommand;

/// <summary>Which events do you keep to, now and later?</summary>
public sealed record GetLimitEvents : ISubstationCommand;

/// <summary>What a substation answers.</summary>
public interface ISubstationReply : IChargingMessage;

/// <summary>The epoch is obeyed; one page of the sessions that the substation knows, for their keys.</summary>
/// <param name="Epoch">The epoch that is obeyed from now on.</param>
/// <param name="Report">The load after that.</param>
/// <param name="Page">The number of this page, from 0.</param>
/// <param name="Pages">How many there are.</param>
/// <param name="Sessions">The sessions, ended ones too as long as they are kept.</param>
public sealed record Claimed(
    FencingEpoch Epoch, LoadReport Report, int Page, int Pages, IReadOnlyList<KnownSession> Sessions) : ISubstationReply
{
    /// <summary>How many decisions the first page tells.</summary>
    public const int MaxDecisions = 12;

    /// <summary>
    /// Why the last sessions are here, the last one first: what former balancers have decided. On the first page.
    /// </summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];
}

/// <summary>A session by its name, and how long it still runs.</summary>
/// <param name="Id">The name, which follows from the idempotency key.</param>
/// <param name="Remaining">The time until its end; zero once it has ended.</param>
public readonly record struct KnownSession(SessionId Id, TimeSpan Remaining)
{
    /// <summary>Whose it is, while it runs; null once it has ended, and from earlier versions.</summary>
    public VehicleTag? Vehicle { get; init; }
}

/// <summary>How a session stands.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Session">The session; null where the substation does not know it.</param>
public sealed record SessionShown(SessionId Id, ChargingSession? Session) : ISubstationReply;

/// <summary>The substation obeys a newer epoch.</summary>
/// <param name="Substation">Which one.</param>
/// <param name="Epoch">The epoch that was refused.</param>
/// <param name="Highest">The one that is obeyed.</param>
public sealed record ClaimRefused(SubstationId Substation, FencingEpoch Epoch, FencingEpoch Highest) : ISubstationReply;

/// <summary>The session runs and its record is durable, or it did so before.</summary>
/// <param name="Number">The reservation that this answers.</param>
/// <param name="Session">The session of the key: that of another substation where one is on record.</param>
/// <param name="Report">The load with it.</param>
public sealed record SessionStarted(long Number, ChargingSession Session, LoadReport Report) : ISubstationReply;

/// <summary>Nothing was started for this reservation.</summary>
/// <param name="Number">The reservation that this answers.</param>
/// <param name="Session">The session that was not started.</param>
/// <param name="Reason">Why.</param>
/// <param name="Report">The load as it is.</param>
public sealed record StartRefused(long Number, SessionId Session, StartRefusal Reason, LoadReport Report)
    : ISubstationReply;

/// <summary>Why a session was not started.</summary>
public enum StartRefusal
{
    /// <summary>It does not fit under the limit.</summary>
    NoCapacity,

    /// <summary>Its deadline has passed.</summary>
    Expired,

    /// <summary>A newer balancer rules.</summary>
    StaleEpoch,

    /// <summary>This balancer has not claimed the substation.</summary>
    NotClaimed,

    /// <summary>The key belongs to another request.</summary>
    KeyReused,

    /// <summary>
    /// The session could not be recorded. Where that could not be recorded either, its power is still held.
    /// </summary>
    NotRecorded,

    /// <summary>The substation takes no new sessions.</summary>
    Draining,
}

/// <summary>The session has ended and the record says so.</summary>
/// <param name="Session">The ended session.</param>
public sealed record SessionCancelled(ChargingSession Session) : ISubstationReply;

/// <summary>The session was not cancelled.</summary>
/// <param name="Session">Which one.</param>
/// <param name="Reason">Why.</param>
public sealed record CancelRefused(SessionId Session, CancelRefusal Reason) : ISubstationReply;

/// <summary>Why a session was not cancelled.</summary>
public enum CancelRefusal
{
    /// <summary>The substation does not know it.</summary>
    Unknown,

    /// <summary>It has ended, but that could not be recorded yet.</summary>
    NotRecorded,
}

/// <summary>The controls are in force and on record.</summary>
/// <param name="Report">The load and the limit with them.</param>
public sealed record ControlsChanged(LoadReport Report) : ISubstationReply
{
    /// <summary>The event that was added or ended; null where it was none.</summary>
    public string? Event { get; init; }
}

/// <summary>The events of a substation that are not over.</summary>
/// <param name="Substation">Which substation.</param>
/// <param name="Events">The events, in the order in which they begin.</param>
/// <param name="Clock">The time at the substation, in which they begin and end.</param>
public sealed record LimitEventsShown(SubstationId Substation, IReadOnlyList<LimitEvent> Events, DateTimeOffset Clock)
    : ISubstationReply;

/// <summary>The controls are not as they were asked for.</summary>
/// <param name="Substation">Which substation.</param>
/// <param name="Reason">Why.</param>
public sealed record ControlsRefused(SubstationId Substation, ControlsRefusal Reason) : ISubstationReply;

/// <summary>Why controls are not as they were asked for.</summary>
public enum ControlsRefusal
{
    /// <summary>They could not be recorded yet: what they cut is cut, what they give is not given.</summary>
    NotRecorded,

    /// <summary>The event is over already.</summary>
    EventOver,

    /// <summary>As many events as may be kept are kept already.</summary>
    TooManyEvents,

    /// <summary>There is no such event, or it is over.</summary>
    UnknownEvent,
}
