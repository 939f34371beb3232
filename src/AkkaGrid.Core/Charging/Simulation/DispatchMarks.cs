using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>The bars that the default policy must meet.</summary>
internal static class DispatchMarks
{
    /// <summary>The bars, with the measured figures of the rows.</summary>
    public static IReadOnlyList<DispatchBar> Of(IReadOnlyList<DispatchRow> rows)
    {
        var best = RoutingPolicies.Default;
        var ours = rows.Where(row => DispatchCases.Policies.Any(policy => IsRunWith(row, policy))).ToList();
        DispatchRow Row(SimulatedGrid grid, double load, string way) =>
            rows.First(row => row.Grid == grid.Name && row.Load == load && IsRunWith(row, way));
        DispatchRow Rush(string way) => rows.First(row => row.Grid == DispatchStudy.RushHour && row.Way == way);

        var (half, high) = (Row(SimulatedGrid.Three, 0.5, best), Row(SimulatedGrid.Three, 0.8, best));
        var (halfOffered, highOffered) = (
            Row(SimulatedGrid.Three, 0.5, best + DispatchCases.CounterOffers),
            Row(SimulatedGrid.Three, 0.8, best + DispatchCases.CounterOffers));
        var (rush, patient) = (Rush(best), Rush(best + DispatchCases.Patient));
        var large = Row(SimulatedGrid.Of(300), 0.7, best);
        return
        [
            AtMost("refused by count, load 0.5", half.Count, half.CountError, 0.092),
            AtMost("refused by power, load 0.5", half.Power, half.PowerError, 0.21),
            AtMost("refused by count, load 0.8", high.Count, high.CountError, 0.165),
            AtMost("refused by power, load 0.8", high.Power, high.PowerError, 0.36),
            AtMost("with counter-offers, load 0.5", halfOffered.Count, halfOffered.CountError, 0.05),
            AtMost("with counter-offers, load 0.8", highOffered.Count, highOffered.CountError, 0.12),
            AtMost("300 substations, 50 decisions per report", large.Count, large.CountError, 0.002),
            AtLeast("rush hour accepted", rush.Accepted, rush.AcceptedError, 0.23),
            AtLeast("rush hour accepted with 30 s of patience", patient.Accepted, patient.AcceptedError, 0.33),
            AtMost("avoidable rejections", ours.Sum(row => row.Avoidable), error: null, 0),
            AtMost("capacity violations", ours.Sum(row => row.Violations), error: null, 0),
        ];
    }

    private static bool IsRunWith(DispatchRow row, string way) => row.Way.StartsWith(way, StringComparison.Ordinal);

    private static DispatchBar AtMost(string what, double? measured, double? error, double limit) =>
        new(what, measured!.Value, error, limit, IsFloor: false);

    private static DispatchBar AtLeast(string what, double? measured, double? error, double limit) =>
        new(what, measured!.Value, error, limit, IsFloor: true);
}
