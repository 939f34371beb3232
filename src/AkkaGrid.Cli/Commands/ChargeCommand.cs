using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid charge VEHICLE KW</c>: one charge request.</summary>
internal static class ChargeCommand
{
    public static Command Create(Shell shell)
    {
        var vehicle = new Argument<string>("VEHICLE") { Description = "The id of the vehicle, such as EV_1234." };
        var power = new Argument<decimal>("KW") { Description = "The power in kW." }
            .Must(
                kw => kw is >= GridLimits.MinKilowatts and <= GridLimits.MaxKilowatts,
                $"KW is a number {Numbers.Range(GridLimits.MinKilowatts, GridLimits.MaxKilowatts)}.");
        var priority = new Option<string>("--priority")
        {
            Description = "low, normal or high.",
            HelpName = "low|normal|high",
            DefaultValueFactory = _ => Priorities.Normal,
        }.AcceptOnlyFromAmong(Priorities.Low, Priorities.Normal, Priorities.High);
        var maxWait = new Option<double?>("--max-wait")
        {
            Description = "How long to wait for room.",
            HelpName = "SECONDS",
        }.Must(seconds =>
            seconds is null or (>= 0 and <= GridLimits.MaxWaitSeconds),
            $"--max-wait is a number of seconds from 0 to {GridLimits.MaxWaitSeconds}.");
        var least = new Option<decimal?>("--min")
        {
            Description = "The least power that is still of use.",
            HelpName = "KW",
        }.Must(
            kw => kw is null or >= GridLimits.MinKilowatts,
            $"--min is a number {Numbers.Range(GridLimits.MinKilowatts, GridLimits.MaxKilowatts)}, and at most KW.");
        var key = new Option<string?>("--key")
        {
            Description = "An idempotency key: sent again, it gives the same session.",
            HelpName = "TEXT",
        };
        var command = new GridCommand(
            "charge",
            "Ask for power for a vehicle.",
            "akkagrid charge EV_1 22",
            "akkagrid charge EV_1 50 --priority high --min 11 --max-wait 60",
            "akkagrid charge EV_1 7.4 --key order-4711") { vehicle, power, priority, maxWait, least, key };
        command.Must(
            result => result.GetValue(least) is not { } kw || kw <= result.GetValue(power), "--min is at most KW.");
        shell.Handle(command, ChargeAsync, wait: parse =>
            parse.GetValue(maxWait) is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        return command;

        async Task<int> ChargeAsync(NodeCall call, CancellationToken cancellationToken)
        {
            var request = new ChargeRequest(
                call.Arguments.GetRequiredValue(vehicle),
                call.Arguments.GetRequiredValue(power),
                call.Arguments.GetValue(priority),
                MaxWait: call.Arguments.GetValue(maxWait),
                MinChargeAmount: call.Arguments.GetValue(least));
            var accepted = await call.Client.Charging.ChargeAsync(
                request, call.Arguments.GetValue(key), cancellationToken);
            await call.ShowAsync(
                accepted, GridJson.Default.ChargeAccepted, answer => Show(answer, call.CliEnvironment));
            return ExitCodes.Success;
        }
    }

    private static void Show(ChargeAccepted accepted, CliEnvironment environment) =>
        environment.Out.WriteLine(Printable.Of(string.Create(
            CultureInfo.InvariantCulture,
            $"{accepted.VehicleId} charges {accepted.ChargeAmount} kW at {accepted.SubstationId} for "
                + $"{accepted.EstimatedDuration:F1} s (load {accepted.CurrentLoad} of {accepted.MaxCapacity} kW), "
                + $"session {accepted.SessionId}"
                + $"{(accepted.Replayed ? $", which the key had before and is {accepted.State}" : "")}")));
}
