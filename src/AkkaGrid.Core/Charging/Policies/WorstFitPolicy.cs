namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The substation with the most power free.</summary>
internal sealed class WorstFitPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.WorstFit;

    public SubstationLoad? Choose(IReadOnlyList<SubstationLoad> substations, Kilowatts amount) =>
        LowestOf.Fitting(substations, amount, static (left, right) => right.Free.CompareTo(left.Free));
}
