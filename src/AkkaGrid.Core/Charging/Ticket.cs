namespace AkkaGrid.Core.Charging;

/// <summary>A request as the gateway that holds it numbers it.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Number">Its number there.</param>
public readonly record struct Ticket(string Gateway, long Number);
