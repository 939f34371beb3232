using Spectre.Console;

namespace AkkaGrid.Cli.RushHour;

/// <summary>
/// Ends a load test: shows the report, and tells by the exit code whether every request had an answer.
/// </summary>
internal static class Closing
{
    public static async Task<int> ShowAsync(NodeCall call, RushHourReport report)
    {
        await call.ShowAsync(
            report, CliJson.Default.RushHourReport, answer => ClosingTable.Print(answer, call.CliEnvironment.Out));
        if (report.Unanswered == 0)
            return ExitCodes.Success;
        call.CliEnvironment.Err.WriteLine(
            $"{report.Unanswered} of {report.Total} requests had no answer from {call.Node}");
        return ExitCodes.Failure;
    }
}
