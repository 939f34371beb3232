namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The one search that the policies share: the lowest by an order, then by name.</summary>
internal static class LowestOf
{
    public static SubstationLoad? Fitting(
        IReadOnlyList<SubstationLoad> substations, Kilowatts amount, Func<SubstationLoad, SubstationLoad, int> compare)
    {
        SubstationLoad? best = null;
        for (var i = 0; i < substations.Count; i++)
        {
            var candidate = substations[i];
            if (candidate.Fits(amount) && (best is not { } chosen || Precedes(candidate, chosen, compare)))
                best = candidate;
        }

        return best;
    }

    private static bool Precedes(
        SubstationLoad candidate, SubstationLoad chosen, Func<SubstationLoad, SubstationLoad, int> compare)
    {
        var order = compare(candidate, chosen);
        return order < 0 || (order == 0 && candidate.Id.CompareTo(chosen.Id) < 0);
    }
}
