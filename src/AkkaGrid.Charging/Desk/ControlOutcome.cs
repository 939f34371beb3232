using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Desk;

/// <summary>How the changing of a substation's controls ended.</summary>
public abstract record ControlOutcome
{
    private ControlOutcome()
    {
    }

    /// <summary>They are in force and on record.</summary>
    /// <param name="Status">The substation with them.</param>
    public sealed record Changed(SubstationStatus Status) : ControlOutcome;

    /// <summary>No such substation has reported since this node started.</summary>
    public sealed record NotFound : ControlOutcome;

    /// <summary>The substation has refused them for good.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(ControlsRefusal Reason) : ControlOutcome;

    /// <summary>The substation can't be reached, or can't record them.</summary>
    public sealed record SubstationUnavailable : ControlOutcome;
}
