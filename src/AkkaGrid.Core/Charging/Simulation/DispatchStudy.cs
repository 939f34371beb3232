using System.Collections.Concurrent;

namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>
/// Compares the ways to dispatch, over loads, grids and the originals' rush hour, and holds the default to its bars.
/// The same seeds and minutes give the same report, on however many cores.
/// </summary>
/// <param name="seeds">
/// How many runs each row of the small grid sums up; large grids run three times at the most.
/// </param>
/// <param name="minutes">
/// How many virtual minutes a run of the small grid lasts; one of a large grid lasts 20 at the most.
/// </param>
public sealed class DispatchStudy(int seeds, double minutes)
{
    /// <summary>How the rush hour is called among the grids.</summary>
    public const string RushHour = "rush hour";

    /// <summary>How many runs, where nothing else is asked for.</summary>
    public const int DefaultSeeds = 10;

    /// <summary>How many virtual minutes, where nothing else is asked for.</summary>
    public const double DefaultMinutes = 200;

    /// <summary>Measures all of it, on all cores.</summary>
    /// <param name="onRun">Is told, one call at a time, after each run: how many of all runs are done.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
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
