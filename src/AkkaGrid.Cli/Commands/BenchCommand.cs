using System.CommandLine;
using System.Globalization;
using AkkaGrid.Core.Charging.Simulation;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid bench dispatch</c>: how well the grid would dispatch, measured in virtual time without a node.</summary>
internal static class BenchCommand
{
    public static Command Create(Shell shell)
    {
        var seeds = new Option<int>("--seeds")
        {
            Description = "How many runs each row sums up.",
            HelpName = "N",
            DefaultValueFactory = _ => DispatchStudy.DefaultSeeds,
        }.Must(count => count is >= 1 and <= 1000, "--seeds is a number from 1 to 1000.");
        var minutes = new Option<double>("--minutes")
        {
            Description = "How many virtual minutes a run of three substations lasts; the first 100 s are not counted.",
            HelpName = "MINUTES",
            DefaultValueFactory = _ => DispatchStudy.DefaultMinutes,
        }.Must(length => length is >= 2 and <= 100_000, "--minutes is a number from 2 to 100000.");
        var dispatch = new Command("dispatch", "Compare the routing policies in simulation, and hold the default to its bars.")
        {
            seeds,
            minutes,
        };
        shell.Handle(dispatch, async (call, cancel) =>
        {
            var report = Study(call, call.Arguments.GetValue(seeds), call.Arguments.GetValue(minutes), cancel);
            await call.ShowAsync(report, CliJson.Default.DispatchReport, answer => Print(answer, call.Surroundings.Out));
            return report.IsMet ? ExitCodes.Success : ExitCodes.Failure;
        });
        return new Command("bench", "Measure without a node.") { dispatch };
    }

    private static DispatchReport Study(NodeCall call, int seeds, double minutes, CancellationToken cancel)
    {
        // The tables alone go to standard output; who watches, watches on standard error.
        var console = call.Surroundings.Err;
        if (!console.Profile.Capabilities.Interactive)
            return new DispatchStudy(seeds, minutes, console.WriteLine).Run(cancel);
        return console.Status().Start(
            "dispatch", live => new DispatchStudy(seeds, minutes, step => live.Status(Markup.Escape(step))).Run(cancel));
    }

    private static void Print(DispatchReport report, IAnsiConsole console)
    {
        foreach (var group in report.Rows.GroupBy(row => (row.Grid, row.Load)))
        {
            var (grid, load) = group.Key;
            var table = Tables.Of(
                load is null ? grid : string.Create(CultureInfo.InvariantCulture, $"{grid}, load {load:0.0}"),
                ">refused", ">by power", ">100 kW", ">accepted", ">Jain", ">avoidable", ">violations", ">wait s", ">granted");
            foreach (var row in group)
                table.Row(
                    row.Way,
                    Share(row.Count),
                    Share(row.Power),
                    Share(row.BySize.TryGetValue(100, out var share) ? share : null),
                    Share(row.Accepted),
                    Number(row.Jain),
                    Number(row.Avoidable),
                    Number(row.Violations),
                    Number(row.MeanWaitSeconds),
                    Share(row.MeanGrant));
            console.Write(table);
        }

        var bars = Tables.Of("bar", ">measured", ">limit", "met");
        foreach (var bar in report.Bars)
            bars.Row(bar.What, Figure(bar.Measured), (bar.IsFloor ? ">= " : "<= ") + Figure(bar.Limit), bar.IsMet ? "yes" : "NO");
        console.Write(bars);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Seeds} seeds, {report.Minutes} virtual minutes with three substations"));
    }

    private static string Share(double? value) =>
        value is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %") : "";

    private static string Number(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "";

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Figure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
