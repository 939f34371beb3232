using System.CommandLine;
using System.Globalization;
using AkkaGrid.Cli.RushHour;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid rush-hour</c>: the originals' load test against any node.</summary>
internal static class RushHourCommand
{
    public static Command Create(Shell shell)
    {
        var duration = new Option<double>("--duration")
        {
            Description = "For how long requests are sent.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => RushHourOptions.DefaultSeconds,
        }.Must(seconds => seconds is > 0 and <= 86_400, "--duration is a number of seconds, above 0 and up to 86400.");
        var threads = new Option<int>("--threads")
        {
            Description = "How many clients send at the same time.",
            HelpName = "N",
            DefaultValueFactory = _ => RushHourOptions.DefaultThreads,
        }.Must(count => count is >= 1 and <= 10_000, "--threads is a number from 1 to 10000.");
        var seed = new Option<int?>("--seed")
        {
            Description = "Repeats the requests of an earlier run; a new one where left out.",
            HelpName = "N",
            Recursive = true,
        };
        var command = new GridCommand(
            "rush-hour",
            "Send the originals' load of charge requests and count the answers.",
            "akkagrid rush-hour",
            "akkagrid rush-hour --duration 10 --threads 50 --seed 7")
        {
            duration,
            threads,
            seed,
            RushHourSimpleCommand.Create(shell, seed),
        };
        shell.Handle(command, (call, cancellationToken) => RunAsync(
            call,
            new(
                call.Arguments.GetValue(threads),
                TimeSpan.FromSeconds(call.Arguments.GetValue(duration)),
                call.Arguments.GetValue(seed) ?? call.CliEnvironment.NewSeed()),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(NodeCall call, RushHourOptions options, CancellationToken cancellationToken)
    {
        // A node that is not there is told at once, not after a minute of failures.
        await call.Client.Charging.StatusAsync(cancellationToken);

        // With --json the answer alone goes to standard output; who watches, watches on standard error.
        var (console, time) = (call.Json ? call.CliEnvironment.Err : call.CliEnvironment.Out, call.CliEnvironment.Time);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Threads} clients for {options.Duration.TotalSeconds} s against {call.Node} "
                + $"(seed {options.Seed})"));

        var test = new LoadTest(new Charger(call.Client.Charging).SendAsync, options, time);
        var running = test.RunAsync(cancellationToken);
        await new LiveProgress(test, call.Client.Charging, console, time).ShowAsync(running, cancellationToken);
        await running;

        return await Closing.ShowAsync(call, test.Report());
    }
}
