namespace AkkaGrid.Core.Charging.Policies;

/// <summary>
/// Chooses the substation with the least free power that fits the request: large gaps stay for large requests.
/// Spreading the load evenly fragments the free power and refuses more.
/// </summary>
internal sealed class BestFitPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.BestFit;

    public SubstationLoad? Choose(in RoutingQuery query) => LowestOf.Fitting<LeastFree>(query);

    private readonly struct LeastFree : LowestOf.IOrder
    {
        public static int Compare(in SubstationLoad left, in SubstationLoad right) => left.Free.CompareTo(right.Free);
    }
}
