namespace AkkaGrid.Core.Charging.Policies;

/// <summary>What a policy is asked: where one request is to go.</summary>
/// <param name="request">The request.</param>
/// <param name="amount">
/// The power to find room for: what the request asks for, or less where that fits nowhere and less is of use.
/// </param>
/// <param name="time">The time, in the balancer's clock.</param>
/// <param name="substations">The loads as the balancer believes them to be.</param>
public readonly ref struct RoutingQuery(
    ChargeRequest request, Kilowatts amount, DateTimeOffset time, ReadOnlySpan<SubstationLoad> substations)
{
    /// <summary>The request.</summary>
    public ChargeRequest Request { get; } = request;

    /// <summary>The power to find room for.</summary>
    public Kilowatts Amount { get; } = amount;

    /// <summary>The time, in the balancer's clock.</summary>
    public DateTimeOffset Time { get; } = time;

    /// <summary>The loads as the balancer believes them to be, in any order.</summary>
    public ReadOnlySpan<SubstationLoad> Substations { get; } = substations;
}
