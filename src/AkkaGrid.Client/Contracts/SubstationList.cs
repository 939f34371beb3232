namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /substations</c>.</summary>
/// <param name="Items">Every substation that is known, by id.</param>
public sealed record SubstationList(IReadOnlyList<Substation> Items);
