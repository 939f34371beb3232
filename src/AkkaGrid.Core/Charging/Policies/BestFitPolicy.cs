namespace AkkaGrid.Core.Charging.Policies;

/// <summary>
/// The substation that the request fills most closely: large holes stay for large requests. Spreading the load evenly
/// fragments it and refuses more.
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
