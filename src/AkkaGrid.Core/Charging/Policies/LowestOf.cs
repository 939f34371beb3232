namespace AkkaGrid.Core.Charging.Policies;

/// <summary>The one search that the policies share: the lowest of a figure, then of the name.</summary>
internal static class LowestOf
{
    public static SubstationLoad? Fitting(
        IReadOnlyList<SubstationLoad> substations, Kilowatts amount, Func<SubstationLoad, decimal> figure)
    {
        SubstationLoad? best = null;
        var lowest = decimal.MaxValue;
        for (var i = 0; i < substations.Count; i++)
        {
            var candidate = substations[i];
            if (!candidate.Fits(amount))
                continue;
            var value = figure(candidate);
            if (best is { } chosen && (value > lowest || (value == lowest && candidate.Id.CompareTo(chosen.Id) > 0)))
                continue;
            (best, lowest) = (candidate, value);
        }

        return best;
    }
}
