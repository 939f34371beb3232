namespace AkkaGrid.Client.Contracts;

/// <summary>Body of <c>PATCH /substations/{id}</c> that drains a substation, or lets it take sessions again.</summary>
/// <param name="State"><see cref="SubstationStates.Draining"/> or <see cref="SubstationStates.Active"/>.</param>
public sealed record SubstationDrain(string State);
