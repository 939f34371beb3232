using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Naming;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid substations</c>: every substation with its load; and what operators tell them.</summary>
internal static class SubstationsCommand
{
    private const string Configured = "configured";

    public static Command Create(Shell shell)
    {
        var command = new GridCommand(
            "substations",
            "List the substations with their load.",
            "akkagrid substations",
            "akkagrid substations --json")
        {
            Set(shell),
            One(
                shell,
                "drain",
                "Take no new sessions; those that run go on.",
                static (charging, id, cancellationToken) => charging.DrainAsync(id, cancellationToken)),
            One(shell, "resume", "Take sessions again.", static (charging, id, cancellationToken) =>
                charging.ResumeAsync(id, cancellationToken)),
            LimitCommands.Limit(shell),
            LimitCommands.Events(shell),
            LimitCommands.EndEvent(shell),
        };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var list = await call.Client.Charging.SubstationsAsync(cancellationToken);
            await call.ShowAsync(list, GridJson.Default.SubstationList, answer => Show(
                answer.Items.OrderBy(substation => substation.SubstationId, NaturalOrder.Instance),
                call.CliEnvironment));
            return ExitCodes.Success;
        });
        return command;
    }

    private static GridCommand Set(Shell shell)
    {
        var id = Id(shell);
        var capacity = new Option<string>("--max-capacity")
        {
            Description = "The capacity from now on.",
            HelpName = "KW|" + Configured,
            Required = true,
        }.Must(
            text => text == Configured
                || Numbers.Parse<decimal>(text) is >= GridLimits.MinKilowatts and <= GridLimits.MaxKilowatts,
            $"--max-capacity is a number {Numbers.Range(GridLimits.MinKilowatts, GridLimits.MaxKilowatts)}, or "
                + $"'{Configured}'.");
        var command = new GridCommand(
            "set",
            "Change what a substation is good for.",
            "akkagrid substations set substation_1 --max-capacity 120",
            "akkagrid substations set substation_1 --max-capacity configured") { id, capacity };
        Handle(shell, command, (call, cancellationToken) => call.Client.Charging.SetCapacityAsync(
            call.Arguments.GetRequiredValue(id),
            Numbers.Parse<decimal>(call.Arguments.GetRequiredValue(capacity)),
            cancellationToken));
        return command;
    }

    private static GridCommand One(
        Shell shell,
        string name,
        string description,
        Func<ChargingClient, string, CancellationToken, Task<Substation>> ask)
    {
        var id = Id(shell);
        var command = new GridCommand(name, description, $"akkagrid substations {name} substation_1") { id };
        Handle(shell, command, (call, cancellationToken) =>
            ask(call.Client.Charging, call.Arguments.GetRequiredValue(id), cancellationToken));
        return command;
    }

    /// <summary>The substation that a command is about.</summary>
    public static Argument<string> Id(Shell shell) =>
        shell.Completed(
            new Argument<string>("SUBSTATION") { Description = "The id of the substation." },
            CompletionCandidates.Substations);

    /// <summary>Shows the substation that a command has changed.</summary>
    public static void Handle(Shell shell, Command command, Func<NodeCall, CancellationToken, Task<Substation>> ask) =>
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var substation = await ask(call, cancellationToken);
            await call.ShowAsync(
                substation, GridJson.Default.Substation, answer => Show([answer], call.CliEnvironment));
            return ExitCodes.Success;
        });

    private static void Show(IEnumerable<Substation> substations, CliEnvironment environment)
    {
        var table = new GridTable(
            "substation", ">load kW", ">limit kW", ">rating kW", ">used %", ">sessions", "state", "node");
        foreach (var substation in substations)
        {
            table.Row(
                substation.SubstationId,
                substation.CurrentLoad.ToString(CultureInfo.InvariantCulture),
                substation.Limit.ToString(CultureInfo.InvariantCulture),
                substation.MaxCapacity.ToString(CultureInfo.InvariantCulture),
                substation.UtilizationPercent.ToString("F1", CultureInfo.InvariantCulture),
                substation.ActiveSessions.ToString(CultureInfo.InvariantCulture),
                substation.State,
                substation.Node);
        }

        table.Print(environment.Out);
    }
}
