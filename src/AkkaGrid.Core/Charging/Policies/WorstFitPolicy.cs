namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The substation with the most power free.</summary>
internal sealed class WorstFitPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.WorstFit;

    public SubstationLoad? Choose(ReadOnlySpan<SubstationLoad> substations, Kilowatts amount) =>
        LowestOf.Fitting<MostFree>(substations, amount);

    private readonly struct MostFree : LowestOf.IOrder
    {
        public static int Compare(in SubstationLoad left, in SubstationLoad right) => right.Free.CompareTo(left.Free);
    }
}
