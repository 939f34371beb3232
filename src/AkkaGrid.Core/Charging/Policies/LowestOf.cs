namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The one search that the policies share: the lowest by an order, then by name.</summary>
internal static class LowestOf
{
    /// <summary>
    /// The order by which a policy prefers one substation to another; a struct, so that no call is made for it.
    /// </summary>
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
