using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Body of <c>PATCH /substations/{id}</c> that changes what the substation is good for.</summary>
/// <param name="MaxCapacity">The capacity in kW that counts from now on; null for the configured one.</param>
public sealed record SubstationCapacity(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? MaxCapacity);
