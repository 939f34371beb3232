using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Time;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid substations</c>: every substation with its load; and what operators tell them.</summary>
internal static class SubstationsCommand
{
    private const string Configured = "configured";

    public static Command Create(Shell shell)
    {
        var command = new Command("substations", "List the substations with their load.")
        {
            Set(shell),
            One(shell, "drain", "Take no new sessions; those that run go on.", static (charging, id, cancel) => charging.DrainAsync(id, cancel)),
            One(shell, "resume", "Take sessions again.", static (charging, id, cancel) => charging.ResumeAsync(id, cancel)),
            Limit(shell),
        };
        shell.Handle(command, async (call, cancel) =>
        {
            var list = await call.Client.Charging.SubstationsAsync(cancel);
            await call.ShowAsync(list, GridJson.Default.SubstationList, answer => Show(answer.Items, call.Surroundings));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Set(Shell shell)
    {
        var id = Id();
        var capacity = new Option<string>("--max-capacity")
        {
            Description = "The capacity from now on.",
            HelpName = "KW|" + Configured,
            Required = true,
        }.Must(text => text == Configured || Numbers.Parse<decimal>(text) > 0, $"--max-capacity is a number above zero, or '{Configured}'.");
        var command = new Command("set", "Change what a substation is good for.") { id, capacity };
        Handle(shell, command, (call, cancel) => call.Client.Charging.SetCapacityAsync(
            call.Arguments.GetRequiredValue(id), Numbers.Parse<decimal>(call.Arguments.GetRequiredValue(capacity)), cancel));
        return command;
    }

    private static Command One(
        Shell shell, string name, string description, Func<ChargingClient, string, CancellationToken, Task<Substation>> ask)
    {
        var id = Id();
        var command = new Command(name, description) { id };
        Handle(shell, command, (call, cancel) => ask(call.Client.Charging, call.Arguments.GetRequiredValue(id), cancel));
        return command;
    }

    private static Command Limit(Shell shell)
    {
        var id = Id();
        var limit = new Option<decimal>("--kw")
        {
            Description = "What the substation may give meanwhile.",
            HelpName = "KW",
            Required = true,
        }.Must(kw => kw >= 0, "--kw is a number, zero or above.");
        var duration = new Option<double>("--for")
        {
            Description = "How long.",
            HelpName = "SECONDS",
            Required = true,
        }.Must(seconds => seconds > 0, "--for is a number of seconds above zero.");
        var start = new Option<string?>("--start")
        {
            Description = $"When it begins, with its zone as RFC 3339 has it, such as {Rfc3339.Example}; now by default.",
            HelpName = "TIME",
        }.Must(text => text is null || Time(text) is not null, $"--start is a time with its zone as RFC 3339 has it, such as {Rfc3339.Example}.");
        var command = new Command("limit", "Limit a substation for some time: a demand-response event.") { id, limit, duration, start };
        Handle(shell, command, (call, cancel) => call.Client.Charging.LimitAsync(
            call.Arguments.GetRequiredValue(id),
            new SubstationEvent(
                call.Arguments.GetRequiredValue(limit), call.Arguments.GetRequiredValue(duration), Time(call.Arguments.GetValue(start))),
            cancel));
        return command;
    }

    private static Argument<string> Id() => new("SUBSTATION") { Description = "The id of the substation." };

    private static void Handle(Shell shell, Command command, Func<NodeCall, CancellationToken, Task<Substation>> ask) =>
        shell.Handle(command, async (call, cancel) =>
        {
            var substation = await ask(call, cancel);
            await call.ShowAsync(substation, GridJson.Default.Substation, answer => Show([answer], call.Surroundings));
            return ExitCodes.Success;
        });

    private static DateTimeOffset? Time(string? text) =>
        Rfc3339.TryParse(text, out var time) ? time : null;

    private static void Show(IEnumerable<Substation> substations, Surroundings surroundings)
    {
        var table = Tables.Of("substation", ">load kW", ">limit kW", ">rating kW", ">used %", ">sessions", "state", "node");
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

        surroundings.Out.Write(table);
    }
}
