namespace AkkaGrid.Core.Charging;

/// <summary>A request as the desk that holds it numbers it.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Number">Its number there.</param>
public readonly record struct Ticket(string Desk, long Number);
