using System.CommandLine;
using System.Globalization;
using AkkaGrid.Cli.RushHour;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid rush-hour simple</c>: five requests, two seconds apart, each with its answer.</summary>
internal static class RushHourSimpleCommand
{
    private const int Requests = 5;

    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    public static Command Create(Shell shell, Option<int?> seed)
    {
        var command = new GridCommand(
            "simple",
            "Send five charge requests, two seconds apart.",
            "akkagrid rush-hour simple");
        shell.Handle(command, (call, cancellationToken) =>
            RunAsync(call, call.Arguments.GetValue(seed) ?? call.CliEnvironment.NewSeed(), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(NodeCall call, int seed, CancellationToken cancellationToken)
    {
        await call.Client.Charging.StatusAsync(cancellationToken);
        var time = call.CliEnvironment.Time;
        var console = call.Json ? call.CliEnvironment.Err : call.CliEnvironment.Out;
        var vehicles = new Vehicles(new Random(seed), time);
        var charger = new Charger(call.Client.Charging);
        var tally = new Tally();
        var start = time.GetTimestamp();
        try
        {
            for (var i = 0; i < Requests; i++)
            {
                if (i > 0)
                    await Task.Delay(Apart, time, cancellationToken);
                var request = vehicles.Next();
                var sent = time.GetTimestamp();
                var reply = await charger.SendAsync(request, cancellationToken);
                var took = time.GetElapsedTime(sent);
                tally.Add(reply, took);
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{request.VehicleId} {request.ChargeAmount} kW {request.Priority}: "
                        + $"{reply.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"} "
                        + $"{reply.Reason ?? "accepted"} in {took.TotalMilliseconds:F1} ms"));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The user has seen enough; what was counted stands.
        }

        return await Closing.ShowAsync(call, tally.Report(seed, time.GetElapsedTime(start)));
    }
}
