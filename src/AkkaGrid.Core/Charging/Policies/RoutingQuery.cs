namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The input of a routing policy: one request, and the believed loads of the substations.</summary>
/// <param name="request">The request.</param>
/// <param name="amount">
/// The power to find room for: the full amount, or less where that fits no substation and the client accepts less.
/// </param>
/// <param name="time">The time, in the balancer's clock.</param>
/// <param name="substations">The believed loads of the substations.</param>
public readonly ref struct RoutingQuery(
    ChargeRequest request, Kilowatts amount, DateTimeOffset time, ReadOnlySpan<SubstationLoad> substations)
{
    /// <summary>The request.</summary>
    public ChargeRequest Request { get; } = request;

    /// <summary>The power to find room for.</summary>
    public Kilowatts Amount { get; } = amount;

    /// <summary>The time, in the balancer's clock.</summary>
    public DateTimeOffset Time { get; } = time;

    /// <summary>The believed loads of the substations, in any order.</summary>
    public ReadOnlySpan<SubstationLoad> Substations { get; } = substations;
}
