namespace AkkaGrid.Core.Charging;

/// <summary>
/// A client's request for charging. Two requests with one key are the same request if they are equal.
/// </summary>
/// <param name="Key">Identifies the request across retries.</param>
/// <param name="Vehicle">The vehicle to charge.</param>
/// <param name="Amount">The power it asks for.</param>
/// <param name="Priority">How urgent it is.</param>
/// <param name="Minimum">
/// The smallest power that the client accepts, not above the amount; null for all or nothing.
/// </param>
public sealed record ChargeRequest(
    IdempotencyKey Key, VehicleId Vehicle, Kilowatts Amount, Priority Priority, Kilowatts? Minimum = null)
{
    private const int Quarters = 4;

    /// <summary>The smallest power that it may be granted.</summary>
    public Kilowatts Least => Minimum ?? Amount;

    /// <summary>
    /// The power to grant out of the free power: the full amount if it fits, otherwise as many quarters of it as fit,
    /// but at least the least. Granting the rest too would leave no room for later requests, and more of them would be
    /// refused.
    /// </summary>
    /// <param name="free">The free power; at least <paramref name="least"/>.</param>
    /// <param name="least">The smallest power to grant.</param>
    public Kilowatts PartOf(Kilowatts free, Kilowatts least)
    {
        if (free >= Amount)
            return Amount;
        var quarters = (long)((Int128)free.Milliwatts * Quarters / Amount.Milliwatts);
        var part = Kilowatts.FromMilliwatts(Amount.Milliwatts / Quarters * quarters);
        return part > least ? part : least;
    }

    /// <summary>The id of the session that this request starts, wherever it is placed.</summary>
    public SessionId SessionId { get; } = SessionId.Of(Key);
}
