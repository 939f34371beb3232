using System.Collections.Concurrent;

namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>
/// Compares the routing policies and setups, over loads, grids and the original system's rush hour, and checks the
/// default against its bars. The same seeds and minutes give the same report on any number of cores.
/// </summary>
/// <param name="seeds">
/// How many runs each row of the small grid aggregates; large grids run at most three times.
/// </param>
/// <param name="minutes">
/// How many virtual minutes a run of the small grid lasts; one of a large grid lasts at most 20.
/// </param>
public sealed class DispatchStudy(int seeds, double minutes)
{
    /// <summary>The name of the rush hour among the grids.</summary>
    public const string RushHour = "rush hour";

    /// <summary>The default number of runs.</summary>
    public const int DefaultSeeds = 10;

    /// <summary>The default number of virtual minutes.</summary>
    public const double DefaultMinutes = 200;

    /// <summary>Runs all cases, on all cores.</summary>
    /// <param name="onRun">
    /// Called after each run, one call at a time, with the number of finished runs and of all runs.
    /// </param>
    /// <param name="cancellationToken">Cancels the study.</param>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    public DispatchReport Run(Action<int, int> onRun, CancellationToken cancellationToken)
    {
        var cases = new DispatchCases(seeds, minutes, cancellationToken);
        var rows = Measure([.. cases.All()], onRun, cancellationToken);
        rows.AddRange(DispatchReferences.Pooled());
        rows.Add(DispatchReferences.Clairvoyant(cases.RushHours, cancellationToken));
        return new DispatchReport(seeds, minutes, rows, DispatchMarks.Of(rows));
    }

    private static List<DispatchRow> Measure(
        IReadOnlyList<DispatchCase> cases, Action<int, int> onRun, CancellationToken cancellationToken)
    {
        var results = cases.Select(one => new SimulationMeasures[one.Runs]).ToArray();
        var runs = cases.SelectMany((one, index) =>
            Enumerable.Range(0, one.Runs).Select(run => (Case: index, Run: run))).ToArray();
        var done = 0;
        var telling = new Lock();
        Parallel.ForEach(
            Partitioner.Create(runs, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { CancellationToken = cancellationToken },
            next =>
            {
                results[next.Case][next.Run] = cases[next.Case].Run(next.Run + 1);
                lock (telling)
                    onRun(++done, runs.Length);
            });
        return [.. cases.Zip(results, (one, measures) => one.Row(measures))];
    }
}
