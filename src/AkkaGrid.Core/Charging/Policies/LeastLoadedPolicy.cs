namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The substation with the lowest share of its limit in use.</summary>
internal sealed class LeastLoadedPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.LeastLoaded;

    public SubstationLoad? Choose(IReadOnlyList<SubstationLoad> substations, Kilowatts amount) =>
        LowestOf.Fitting(substations, amount, CompareUtilisation);

    /// <summary>Which of two fractions is the smaller, without a division that would round them.</summary>
    private static int CompareUtilisation(SubstationLoad left, SubstationLoad right) =>
        ((Int128)left.Load.Milliwatts * right.Limit.Milliwatts).CompareTo((Int128)right.Load.Milliwatts * left.Limit.Milliwatts);
}
