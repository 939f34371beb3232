namespace AkkaGrid.Client.Contracts;

/// <summary>
/// Body of <c>PATCH /substations/{id}</c> as the edge reads it: one of the members, or both. A client sends
/// <see cref="SubstationCapacity"/> or <see cref="SubstationDrain"/>.
/// </summary>
/// <param name="MaxCapacity">
/// The capacity in kW that counts from now on; null for the configured one, absent for no change.
/// </param>
/// <param name="State">
/// <see cref="SubstationStates.Draining"/> or <see cref="SubstationStates.Active"/>; absent for no change.
/// </param>
public sealed record SubstationChange(decimal? MaxCapacity = null, string? State = null);
