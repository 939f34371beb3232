namespace AkkaGrid.Core.Charging;

/// <summary>What a substation is configured with.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Rating">What it is built for.</param>
/// <param name="ProcessingTime">How long a session of normal priority lasts, before chance.</param>
public sealed record SubstationPlan(SubstationId Id, Kilowatts Rating, TimeSpan ProcessingTime);
