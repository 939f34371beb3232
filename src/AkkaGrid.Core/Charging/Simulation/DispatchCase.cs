namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>One policy and setup at one load of one grid: it becomes one row of the report.</summary>
/// <param name="Grid">The grid, or the rush hour.</param>
/// <param name="Load">The requested power divided by the capacity; null for the rush hour.</param>
/// <param name="Way">The policy and its setup.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="Run">Measures one run, by its seed.</param>
internal sealed record DispatchCase(string Grid, double? Load, string Way, int Runs, Func<int, SimulationMeasures> Run)
{
    /// <summary>The results of its runs as a row.</summary>
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

    /// <summary>The standard error of the mean of the runs; null for a single run.</summary>
    private static double? StandardError(
        IReadOnlyCollection<SimulationMeasures> runs, Func<SimulationMeasures, double> figure)
    {
        if (runs.Count < 2)
            return null;
        var mean = runs.Average(figure);
        return Math.Sqrt(runs.Sum(run => Math.Pow(figure(run) - mean, 2)) / (runs.Count * (runs.Count - 1)));
    }
}
