using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Time;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid substations limit|events|end-event</c>: demand-response events.</summary>
internal static class LimitCommands
{
    /// <summary><c>akkagrid substations limit</c>.</summary>
    public static Command Limit(Shell shell)
    {
        var id = SubstationsCommand.Id(shell);
        var limit = new Option<decimal>("--kw")
        {
            Description = "What the substation may give meanwhile.",
            HelpName = "KW",
            Required = true,
        }.Must(
            kw => kw is 0 or (>= GridLimits.MinKilowatts and <= GridLimits.MaxKilowatts),
            $"--kw is 0, or a number {Numbers.Range(GridLimits.MinKilowatts, GridLimits.MaxKilowatts)}.");
        var duration = new Option<decimal?>("--for")
        {
            Description = "How long; until it is ended by default.",
            HelpName = "SECONDS",
        }.Must(
            seconds => seconds is null or (>= GridLimits.MinEventSeconds and <= GridLimits.MaxEventSeconds),
            $"--for is a number of seconds {Numbers.Range(GridLimits.MinEventSeconds, GridLimits.MaxEventSeconds)}.");
        var start = new Option<string?>("--start")
        {
            Description =
                $"When it begins, with its zone as RFC 3339 has it, such as {Rfc3339.Example}; now by default.",
            HelpName = "TIME",
        }.Must(
            text => text is null || Time(text) is not null,
            $"--start is a time with its zone as RFC 3339 has it, such as {Rfc3339.Example}.");
        var name = new Option<string?>("--name") { Description = "What people call it.", HelpName = "TEXT" }
            .Must(
                text => text is null or { Length: > 0 and <= GridLimits.MaxEventName },
                $"--name has 1 to {GridLimits.MaxEventName} characters.");
        var command = new GridCommand(
            "limit",
            "Limit a substation for some time, or until that is ended: a demand-response event.",
            "akkagrid substations limit substation_1 --kw 40 --for 900",
            "akkagrid substations limit substation_1 --kw 40 --name maintenance",
            "akkagrid substations limit substation_1 --kw 0 --for 3600 --start "
                + "2026-01-31T18:00:00Z") { id, limit, duration, start, name };
        SubstationsCommand.Handle(shell, command, (call, cancellationToken) => call.Client.Charging.LimitAsync(
            call.Arguments.GetRequiredValue(id),
            new SubstationEvent(
                call.Arguments.GetRequiredValue(limit),
                (double?)call.Arguments.GetValue(duration),
                Time(call.Arguments.GetValue(start)),
                call.Arguments.GetValue(name)),
            cancellationToken));
        return command;
    }

    /// <summary><c>akkagrid substations events</c>.</summary>
    public static Command Events(Shell shell)
    {
        var id = SubstationsCommand.Id(shell);
        var command = new GridCommand(
            "events",
            "List the demand-response events of a substation that are not over.",
            "akkagrid substations events substation_1") { id };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var list = await call.Client.Charging.EventsAsync(call.Arguments.GetRequiredValue(id), cancellationToken);
            await call.ShowAsync(
                list, GridJson.Default.LimitEventList, answer => Show(answer.Items, call.CliEnvironment));
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary><c>akkagrid substations end-event</c>.</summary>
    public static Command EndEvent(Shell shell)
    {
        var id = SubstationsCommand.Id(shell);
        var limiting = new Argument<string>("EVENT") { Description = "The id of the event, as 'events' lists it." };
        var command = new GridCommand(
            "end-event",
            "End a demand-response event, or keep it from beginning.",
            "akkagrid substations end-event substation_1 0f8fad5bd9cb") { id, limiting };
        SubstationsCommand.Handle(shell, command, (call, cancellationToken) => call.Client.Charging.EndEventAsync(
            call.Arguments.GetRequiredValue(id), call.Arguments.GetRequiredValue(limiting), cancellationToken));
        return command;
    }

    private static DateTimeOffset? Time(string? text) => Rfc3339.TryParse(text, out var time) ? time : null;

    private static void Show(IEnumerable<LimitEvent> events, CliEnvironment environment)
    {
        var table = new GridTable("event", ">limit kW", "state", "start", "end", "name");
        foreach (var limiting in events)
        {
            table.Row(
                limiting.EventId,
                limiting.Limit.ToString(CultureInfo.InvariantCulture),
                limiting.State,
                Text(limiting.Start),
                limiting.End is { } end ? Text(end) : "until ended",
                limiting.Name ?? "");
        }

        table.Print(environment.Out);
    }

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
