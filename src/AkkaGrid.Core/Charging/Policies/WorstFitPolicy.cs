namespace AkkaGrid.Core.Charging.Policies;

/// <summary>Chooses the substation with the most free power.</summary>
internal sealed class WorstFitPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.WorstFit;

    public SubstationLoad? Choose(in RoutingQuery query) => LowestOf.Fitting<MostFree>(query);

    private readonly struct MostFree : LowestOf.IOrder
    {
        public static int Compare(in SubstationLoad left, in SubstationLoad right) => right.Free.CompareTo(left.Free);
    }
}
