using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Gateway;

/// <summary>The outcome of changing a substation's controls.</summary>
public abstract record ControlOutcome
{
    private ControlOutcome()
    {
    }

    /// <summary>The new controls are in force and recorded.</summary>
    /// <param name="Status">The substation with the new controls.</param>
    /// <param name="Event">The event that was added or ended; null for another change.</param>
    public sealed record Changed(SubstationStatus Status, string? Event = null) : ControlOutcome;

    /// <summary>The events of the substation that are not over.</summary>
    /// <param name="Items">The events, in the order in which they begin.</param>
    /// <param name="Clock">The time at the substation.</param>
    public sealed record Events(IReadOnlyList<LimitEvent> Items, DateTimeOffset Clock) : ControlOutcome;

    /// <summary>No such substation has reported since this node started.</summary>
    public sealed record NotFound : ControlOutcome;

    /// <summary>The substation has refused the change; a repetition would be refused as well.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(ControlsRefusal Reason) : ControlOutcome;

    /// <summary>The substation cannot be reached, or cannot record the change.</summary>
    public sealed record SubstationUnavailable : ControlOutcome;
}
