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
    private const int Quarters = 4;

    /// <summary>The least power that it may be given.</summary>
    public Kilowatts Least => Minimum ?? Amount;

    /// <summary>
    /// What it is given of so much power: all that it asks for, or else as many quarters of it as there are, though
    /// never less than the least. Taking the rest too would leave nothing to those that come next, and more of
    /// them would be refused.
    /// </summary>
    /// <param name="free">What is free; no less than <paramref name="least"/>.</param>
    /// <param name="least">The least that is to be granted.</param>
    public Kilowatts PartOf(Kilowatts free, Kilowatts least)
    {
        if (free >= Amount)
            return Amount;
        var quarters = (long)((Int128)free.Milliwatts * Quarters / Amount.Milliwatts);
        var part = Kilowatts.FromMilliwatts(Amount.Milliwatts / Quarters * quarters);
        return part > least ? part : least;
    }

    /// <summary>The session that this request starts, wherever it is placed.</summary>
    public SessionId SessionId { get; } = SessionId.Of(Key);
}
