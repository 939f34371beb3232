namespace AkkaGrid.Core.Charging;

/// <summary>What a client asks for. Two requests of one key are the same request where all of it is equal.</summary>
/// <param name="Key">What makes a retry the same request.</param>
/// <param name="Vehicle">The vehicle to charge.</param>
/// <param name="Amount">The power it asks for.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Minimum">The least power that is still of use, not above the amount; null for all or nothing.</param>
public sealed record ChargeRequest(
    IdempotencyKey Key, VehicleId Vehicle, Kilowatts Amount, Priority Priority, Kilowatts? Minimum = null)
{
    /// <summary>The least power that it may be given.</summary>
    public Kilowatts Least => Minimum ?? Amount;

    /// <summary>The session that this request starts, wherever it is placed.</summary>
    public SessionId SessionId { get; } = SessionId.Of(Key);
}
