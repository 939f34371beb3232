using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Core.Charging.Simulation;
using Spectre.Console;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>
/// How well the grid dispatches, in virtual time: the production state machines under simulated traffic.
/// </summary>
internal static class DispatchBars
{
    /// <summary>Prints the comparison and gives the bars that the default is held to.</summary>
    public static Task<IReadOnlyList<Bar>> RunAsync()
    {
        var report = new DispatchStudy(DispatchStudy.DefaultSeeds, DispatchStudy.DefaultMinutes)
            .Run((_, _) => { }, CancellationToken.None);
        var table = new Spectre.Console.Table { Border = TableBorder.Markdown };
        table.AddColumns("grid", "load", "way", "refused", "by power", "100 kW", "accepted", "Jain");
        foreach (var row in report.Rows)
            table.AddRow([.. ((string[])
            [
                row.Grid,
                row.Load is { } load ? FormattableString.Invariant($"{load:0.0}") : "",
                row.Way,
                Share(row.Count),
                Share(row.Power),
                Share(row.BySize.TryGetValue(100, out var share) ? share : null),
                Share(row.Accepted),
                row.Jain is { } jain ? FormattableString.Invariant($"{jain:0.000}") : "",
            ]).Select(Markup.Escape)]);
        AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
        return Task.FromResult<IReadOnlyList<Bar>>([.. report.Bars.Select(bar => bar.IsFloor
            ? Bar.AtLeast(bar.What, bar.Measured, bar.Limit, "simulated", "", "0.0000")
            : Bar.AtMost(bar.What, bar.Measured, bar.Limit, "simulated", "", "0.0000"))]);
    }

    private static string Share(double? value) =>
        value is { } share ? FormattableString.Invariant($"{100 * share:0.00} %") : "";
}
