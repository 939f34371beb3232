using System.Globalization;
using Spectre.Console;

namespace AkkaGrid.Cli.RushHour;

/// <summary>Prints how a load test went: the originals' closing table, then the refusals by reason.</summary>
internal static class ClosingTable
{
    public static void Print(RushHourReport report, IAnsiConsole console)
    {
        var table = new GridTable("rush hour", ">", ">share");
        table.Row("duration", $"{Number(report.DurationSeconds)} s", "");
        table.Row("requests", Number(report.Total), "");
        table.Row("successful", Number(report.Successful), Share(report, report.Successful));
        table.Row("rejected", Number(report.Rejected), Share(report, report.Rejected));
        table.Row("failed", Number(report.Failed), Share(report, report.Failed));
        table.Row("unanswered", Number(report.Unanswered), Share(report, report.Unanswered));
        table.Row("requests per second", Number(report.RequestsPerSecond), "");
        if (report.ResponseTime is { } times)
        {
            table.Row("mean response time", $"{Number(times.MeanMs)} ms", "");
            table.Row("least response time", $"{Number(times.LeastMs)} ms", "");
            table.Row("greatest response time", $"{Number(times.GreatestMs)} ms", "");
        }

        table.Print(console);
        if (report.Reasons.Count > 0)
            PrintReasons(report, console);
    }

    private static void PrintReasons(RushHourReport report, IAnsiConsole console)
    {
        var table = new GridTable("not accepted because", ">", ">share");
        foreach (var (reason, count) in report.Reasons.OrderByDescending(reason => reason.Value))
            table.Row(reason, Number(count), Share(report, count));
        table.Print(console);
    }

    private static string Share(RushHourReport report, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{report.PercentOf(count):F1} %");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
