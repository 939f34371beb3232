using AkkaGrid.Core.Charging;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>Breaks a part of charging on purpose, to see that it is noticed; this one breaks nothing.</summary>
public class ChargingSaboteur
{
    /// <summary>Whether records are written before they are acknowledged.</summary>
    public virtual bool WritesRecords => true;

    /// <summary>The sessions on record, as a substation is to resume them.</summary>
    public virtual IReadOnlyCollection<ChargingSession> Resume(IReadOnlyCollection<ChargingSession> sessions) =>
        sessions;

    /// <summary>A command, as a substation is to receive it.</summary>
    public virtual ISubstationCommand Command(ISubstationCommand command, Substation<ChargingActor> substation) =>
        command;
}
