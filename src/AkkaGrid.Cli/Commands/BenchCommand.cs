using System.CommandLine;
using AkkaGrid.Cli.Bench;
using AkkaGrid.Core.Charging.Simulation;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary>
/// <c>akkagrid bench dispatch</c>: how well the grid would dispatch, measured in virtual time without a node.
/// </summary>
internal static class BenchCommand
{
    public static Command Create(Shell shell)
    {
        var seeds = new Option<int>("--seeds")
        {
            Description = "How many runs each row of the small grid sums up; large grids run 3 at the most.",
            HelpName = "N",
            DefaultValueFactory = _ => DispatchStudy.DefaultSeeds,
        }.Must(count => count is >= 1 and <= 1000, "--seeds is a number from 1 to 1000.");
        var minutes = new Option<double>("--minutes")
        {
            Description = "How many virtual minutes a run of three substations lasts, large grids 20 at the most; "
                + "the first 100 s are not counted.",
            HelpName = "MINUTES",
            DefaultValueFactory = _ => DispatchStudy.DefaultMinutes,
        }.Must(length => length is >= 2 and <= 100_000, "--minutes is a number from 2 to 100000.");
        var dispatch = new GridCommand(
            "dispatch",
            "Compare the routing policies in simulation, and hold the default to its bars.",
            "akkagrid bench dispatch --seeds 3 --minutes 20")
        {
            seeds,
            minutes,
        };
        shell.Handle(dispatch, async (call, cancellationToken) =>
        {
            var study = new DispatchStudy(call.Arguments.GetValue(seeds), call.Arguments.GetValue(minutes));
            var report = await RunAsync(study, call.CliEnvironment.Err, cancellationToken);
            await call.ShowAsync(report, CliJson.Default.DispatchReport, answer =>
                DispatchTables.Print(answer, call.CliEnvironment.Out));
            return report.IsMet ? ExitCodes.Success : ExitCodes.Failure;
        });
        return new GridCommand(
            "bench",
            "Measure without a node.",
            "akkagrid bench dispatch") { dispatch };
    }

    // The tables alone go to standard output; who watches, watches on standard error.
    private static Task<DispatchReport> RunAsync(
        DispatchStudy study, IAnsiConsole console, CancellationToken cancellationToken) =>
        console.Profile.Capabilities.Interactive
            ? console.Progress().StartAsync(live =>
            {
                var runs = live.AddTask("runs", maxValue: double.MaxValue);
                return Task.Run(
                    () => study.Run((done, all) => runs.MaxValue(all).Value(done), cancellationToken),
                    cancellationToken);
            })
            : Task.Run(() => study.Run((_, _) => { }, cancellationToken), cancellationToken);
}
