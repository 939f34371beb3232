namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The substation with the lowest share of its limit in use.</summary>
internal sealed class LeastLoadedPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.LeastLoaded;

    public SubstationLoad? Choose(IReadOnlyList<SubstationLoad> substations, Kilowatts amount) =>
        LowestOf.Fitting(substations, amount, static substation => substation.Load.Value / substation.Limit.Value);
}
