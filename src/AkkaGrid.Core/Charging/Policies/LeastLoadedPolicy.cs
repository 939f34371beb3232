namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The substation with the lowest share of its limit in use.</summary>
internal sealed class LeastLoadedPolicy : IRoutingPolicy
{
    public string Name => RoutingPolicies.LeastLoaded;

    public SubstationLoad? Choose(in RoutingQuery query) => LowestOf.Fitting<LeastUtilised>(query);

    private readonly struct LeastUtilised : LowestOf.IOrder
    {
        /// <summary>Which of two fractions is the smaller, without a division that would round them.</summary>
        public static int Compare(in SubstationLoad left, in SubstationLoad right) =>
            Product(left.Load, right.Limit).CompareTo(Product(right.Load, left.Limit));

        private static UInt128 Product(Kilowatts load, Kilowatts limit)
        {
            var high = Math.BigMul((ulong)load.Milliwatts, (ulong)limit.Milliwatts, out var low);
            return new UInt128(high, low);
        }
    }
}
