namespace AkkaGrid.Client.Contracts;

/// <summary>Body of <c>POST /substations/{id}/events</c>: a demand-response event.</summary>
/// <param name="Limit">What the substation may give meanwhile, in kW; 0 for nothing.</param>
/// <param name="Duration">How long, in seconds; until it is ended where absent.</param>
/// <param name="Start">When it begins; now where absent.</param>
/// <param name="Name">What people call it.</param>
public sealed record SubstationEvent(
    decimal Limit, double? Duration = null, DateTimeOffset? Start = null, string? Name = null);
