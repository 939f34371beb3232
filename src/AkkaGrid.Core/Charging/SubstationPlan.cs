namespace AkkaGrid.Core.Charging;

/// <summary>The configuration of a substation.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Rating">Its rated power.</param>
/// <param name="ProcessingTime">The duration of a session of normal priority, before the random factor.</param>
public sealed record SubstationPlan(SubstationId Id, Kilowatts Rating, TimeSpan ProcessingTime);
