using System.Globalization;
using AkkaGrid.Core.Charging.Simulation;
using Spectre.Console;

namespace AkkaGrid.Cli.Bench;

/// <summary>
/// What a <see cref="DispatchStudy"/> has found, for people: a table for each load of each grid, then the bars.
/// </summary>
internal static class DispatchTables
{
    public static void Print(DispatchReport report, IAnsiConsole console)
    {
        foreach (var group in report.Rows.GroupBy(row => (row.Grid, row.Load)))
            Table([.. group]).Print(console);
        Table(report.Bars).Print(console);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Seeds} seeds of {report.Minutes} virtual minutes with three substations; "
                + $"+- is the standard error"));
    }

    private static GridTable Table(IReadOnlyList<DispatchRow> rows)
    {
        var columns = Columns(rows).Where(column => rows.Any(row => column.Cell(row).Length > 0)).ToArray();
        var (grid, load) = (rows[0].Grid, rows[0].Load);
        var head = load is null ? grid : string.Create(CultureInfo.InvariantCulture, $"{grid}, load {load:0.0}");
        var table = new GridTable([head, .. columns.Select(column => ">" + column.Head)]);
        foreach (var row in rows)
            table.Row([row.Way, .. columns.Select(column => column.Cell(row))]);
        return table;
    }

    private static IEnumerable<(string Head, Func<DispatchRow, string> Cell)> Columns(
        IReadOnlyList<DispatchRow> rows) =>
    [
        ("refused", row => Share(row.Count)),
        ("+-", row => Share(row.CountError)),
        ("by power", row => Share(row.Power)),
        .. rows.SelectMany(row => row.BySize.Keys).Distinct().Order().Select(size => (
            string.Create(CultureInfo.InvariantCulture, $"{size} kW"),
            (Func<DispatchRow, string>)(row => row.BySize.TryGetValue(size, out var share) ? Share(share) : ""))),
        ("accepted", row => row.Grid == DispatchStudy.RushHour ? Share(row.Accepted) : ""),
        ("Jain", row => Number(row.Jain)),
        ("avoidable", row => Count(row.Avoidable)),
        ("over limit", row => Count(row.Violations)),
        ("wait s", row => row.MeanWaitSeconds is > 0.005 ? Number(row.MeanWaitSeconds) : ""),
        ("granted", row => row.MeanGrant is < 1 ? Share(row.MeanGrant) : ""),
    ];

    private static GridTable Table(IReadOnlyList<DispatchBar> bars)
    {
        var table = new GridTable("bar", ">measured", ">+-", ">limit", "met");
        foreach (var bar in bars)
            table.Row(
                bar.What,
                Figure(bar.Measured),
                bar.Error is { } error ? Figure(error) : "",
                (bar.IsFloor ? ">= " : "<= ") + Figure(bar.Limit),
                bar.IsMet ? "yes" : "NO");
        return table;
    }

    private static string Share(double? value) =>
        value is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %") : "";

    private static string Number(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "";

    private static string Count(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Figure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
