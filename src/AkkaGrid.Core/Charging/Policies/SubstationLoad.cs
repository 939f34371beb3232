namespace AkkaGrid.Core.Charging.Policies;

/// <summary>A substation as a policy sees it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Load">The power that is believed to be in use.</param>
/// <param name="Limit">Its current limit.</param>
public readonly record struct SubstationLoad(SubstationId Id, Kilowatts Load, Kilowatts Limit)
{
    /// <summary>The power that is free.</summary>
    public Kilowatts Free => Limit.Less(Load);

    /// <summary>Whether an amount fits under the limit.</summary>
    public bool Fits(Kilowatts amount) => Load + amount <= Limit;
}
