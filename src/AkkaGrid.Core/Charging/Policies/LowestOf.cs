namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The search that all policies share: the lowest substation by an order, then by name.</summary>
internal static class LowestOf
{
    /// <summary>The order of a policy's preference; a struct, so that the comparison is inlined.</summary>
    internal interface IOrder
    {
        static abstract int Compare(in SubstationLoad left, in SubstationLoad right);
    }

    public static SubstationLoad? Fitting<TOrder>(in RoutingQuery query)
        where TOrder : struct, IOrder
    {
        var substations = query.Substations;
        var amount = query.Amount;
        var best = -1;
        for (var i = 0; i < substations.Length; i++)
            if (substations[i].Fits(amount) && (best < 0 || Precedes<TOrder>(substations[i], substations[best])))
                best = i;
        return best < 0 ? null : substations[best];
    }

    private static bool Precedes<TOrder>(in SubstationLoad candidate, in SubstationLoad chosen)
        where TOrder : struct, IOrder
    {
        var order = TOrder.Compare(candidate, chosen);
        return order < 0 || (order == 0 && candidate.Id.CompareTo(chosen.Id) < 0);
    }
}
