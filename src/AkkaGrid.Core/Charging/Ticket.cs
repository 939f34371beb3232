namespace AkkaGrid.Core.Charging;

/// <summary>Identifies a held request at its gateway.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Number">The number of the request there.</param>
public readonly record struct Ticket(string Gateway, long Number);
