using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>How the changing of a substation's controls ended.</summary>
public abstract record ControlOutcome
{
    private ControlOutcome()
    {
    }

    /// <summary>They are in force and on record.</summary>
    /// <param name="Status">The substation with them.</param>
    /// <param name="Event">The event that was added or ended; null where it was none.</param>
    public sealed record Changed(SubstationStatus Status, string? Event = null) : ControlOutcome;

    /// <summary>The events that the substation keeps to.</summary>
    /// <param name="Items">The events, in the order in which they begin.</param>
    /// <param name="Clock">The time at the substation.</param>
    public sealed record Events(IReadOnlyList<LimitEvent> Items, DateTimeOffset Clock) : ControlOutcome;

    /// <summary>No such substation has reported since this node started.</summary>
    public sealed record NotFound : ControlOutcome;

    /// <summary>The substation has refused them for good.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(ControlsRefusal Reason) : ControlOutcome;

    /// <summary>The substation can't be reached, or can't record them.</summary>
    public sealed record SubstationUnavailable : ControlOutcome;
}
