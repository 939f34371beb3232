namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The substation with the most power free.</summary>
internal sealed class WorstFitPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.WorstFit;

    public SubstationLoad? Choose(in RoutingQuery query) => LowestOf.Fitting<MostFree>(query);

    private readonly struct MostFree : LowestOf.IOrder
    {
        public static int Compare(in SubstationLoad left, in SubstationLoad right) => right.Free.CompareTo(left.Free);
    }
}
