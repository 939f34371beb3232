namespace AkkaGrid.Core.Charging.Policies;

/// <summary>Chooses the substation with the lowest utilisation of its limit.</summary>
internal sealed class LeastLoadedPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.LeastLoaded;

    public SubstationLoad? Choose(in RoutingQuery query) => LowestOf.Fitting<LeastUtilised>(query);

    private readonly struct LeastUtilised : LowestOf.IOrder
    {
        /// <summary>Compares two fractions without a division, which would round them.</summary>
        public static int Compare(in SubstationLoad left, in SubstationLoad right) =>
            Product(left.Load, right.Limit).CompareTo(Product(right.Load, left.Limit));

        private static UInt128 Product(Kilowatts load, Kilowatts limit)
        {
            var high = Math.BigMul((ulong)load.Milliwatts, (ulong)limit.Milliwatts, out var low);
            return new UInt128(high, low);
        }
    }
}
