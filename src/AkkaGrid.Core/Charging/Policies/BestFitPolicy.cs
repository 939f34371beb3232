namespace AkkaGrid.Core.Charging.Policies;

/// <summary>
/// The substation that the request fills most closely: large holes stay for large requests. Spreading the load evenly
/// fragments it and refuses more.
/// </summary>
internal sealed class BestFitPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.BestFit;

    public SubstationLoad? Choose(IReadOnlyList<SubstationLoad> substations, Kilowatts amount) =>
        LowestOf.Fitting(substations, amount, static (left, right) => left.Free.CompareTo(right.Free));
}
