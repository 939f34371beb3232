namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>One way to dispatch at one load of one grid: what becomes a row.</summary>
/// <param name="Grid">The grid, or the rush hour.</param>
/// <param name="Load">The power that is asked for over the power that is there; null for the rush hour.</param>
/// <param name="Way">The policy, and what it is run with.</param>
/// <param name="Runs">How many runs it is measured in.</param>
/// <param name="Run">Measures one run, by its seed.</param>
internal sealed record DispatchCase(string Grid, double? Load, string Way, int Runs, Func<int, SimulationMeasures> Run)
{
    /// <summary>How it did.</summary>
    /// <param name="runs">Its runs.</param>
    public DispatchRow Row(IReadOnlyCollection<SimulationMeasures> runs)
    {
        var all = SimulationMeasures.Sum(runs);
        return new DispatchRow(
            Grid, Load, Way, all.CountBlocking, all.PowerBlocking, all.Classes.ToDictionary(
                size => size.Size, size => size.Blocking))
        {
            Accepted = all.Acceptance,
            Jain = all.Jain,
            Avoidable = all.AvoidableRejections,
            Violations = all.CapacityViolations,
            MeanWaitSeconds = all.MeanWait.TotalSeconds,
            MeanGrant = all.MeanGrant,
            Runs = runs.Count,
            CountError = StandardError(runs, run => run.CountBlocking),
            PowerError = StandardError(runs, run => run.PowerBlocking),
            AcceptedError = StandardError(runs, run => run.Acceptance),
        };
    }

    /// <summary>By how much chance moves the mean of the runs; null where one run can't tell.</summary>
    private static double? StandardError(
        IReadOnlyCollection<SimulationMeasures> runs, Func<SimulationMeasures, double> figure)
    {
        if (runs.Count < 2)
            return null;
        var mean = runs.Average(figure);
        return Math.Sqrt(runs.Sum(run => Math.Pow(figure(run) - mean, 2)) / (runs.Count * (runs.Count - 1)));
    }
}
