using System.CommandLine;
using System.Globalization;
using AkkaGrid.Cli.Verify;
using AkkaGrid.Core.Verification;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary>
/// <c>akkagrid verify HISTORY.jsonl</c>: checks a recorded history for causal consistency and convergence.
/// </summary>
internal static class VerifyCommand
{
    private const int MaxProblems = 20;

    public static Command Create(Shell shell)
    {
        var history = new Argument<FileInfo>("HISTORY")
        {
            Description = "The history, one JSON object per operation and line; docs/history-format.md describes it.",
        };
        var command = new GridCommand(
            "verify",
            "Check a recorded history for causal consistency (CC, CCv) and convergence.",
            "akkagrid verify history.jsonl") { history };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var file = call.Arguments.GetRequiredValue(history);
            await using var stream = file.OpenRead();
            var report = Check(await HistoryFile.ReadAsync(stream, cancellationToken));
            await call.ShowAsync(report, CliJson.Default.VerifyReport, answer => Print(answer, call.CliEnvironment));
            return report.Consistent ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static VerifyReport Check(HistoryFile file)
    {
        var problems = file.Problems.ToList();
        try
        {
            if (problems.Count == 0)
                return VerifyReport.Of(HistoryChecker.Check(file.Builder.Build()));
        }
        catch (HistoryException error)
        {
            problems.Add(new VerifyProblem(error.Line, error.Message));
        }

        return VerifyReport.NotCheckable(problems);
    }

    private static void Print(VerifyReport report, CliEnvironment environment)
    {
        if (!report.Checkable)
        {
            foreach (var problem in report.Problems.Take(MaxProblems))
                environment.Err.WriteLine($"error: {Place(problem.Line)}{Printable.Of(problem.Message)}");
            if (report.Problems.Count > MaxProblems)
                environment.Err.WriteLine($"error: and {report.Problems.Count - MaxProblems} more");
            environment.Err.WriteLine("the history cannot be checked");
            return;
        }

        var console = environment.Out;
        foreach (var finding in report.Findings)
        {
            console.WriteLine($"{finding.Pattern}: {Printable.Of(finding.Message)}");
            foreach (var operation in finding.Operations)
                console.WriteLine($"  {Printable.Of(operation)}");
        }

        foreach (var (pattern, count) in report.Violations)
        {
            var shown = report.Findings.Count(finding => finding.Pattern == pattern);
            if (count > shown)
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pattern}: {count - shown} more"));
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Operations} operations of {report.Sessions} sessions checked"));
        console.WriteLine($"causal consistency (CC): {Word(report.CausallyConsistent)}");
        console.WriteLine($"causal convergence (CCv): {Word(report.CausallyConvergent)}");
        console.WriteLine($"replicas converged: {Word(report.Converged)}");
    }

    private static string Place(int line) =>
        line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {line}: ") : "";

    private static string Word(bool? holds) => holds switch
    {
        true => "yes",
        false => "NO",
        null => "not recorded",
    };
}
