using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid sessions</c>: charging sessions, listed, one, or ended.</summary>
internal static class SessionsCommand
{
    private const int MaxShown = 100_000;

    public static Command Create(Shell shell)
    {
        var substation = shell.Completed(
            new Option<string?>("--substation") { Description = "Only those of this substation.", HelpName = "ID" },
            CompletionCandidates.Substations);
        var state = new Option<string?>("--state")
        {
            Description = "Only those in this state.",
            HelpName = "pending|active|completed|invalid",
        };
        state.AcceptOnlyFromAmong(
            SessionStates.Pending, SessionStates.Active, SessionStates.Completed, SessionStates.Invalid);
        var limit = new Option<int>("--limit")
        {
            Description = "How many at most.",
            HelpName = "N",
            DefaultValueFactory = _ => 100,
        }.Must(limit => limit is >= 1 and <= MaxShown, $"--limit is a number from 1 to {MaxShown}.");
        var command = new GridCommand(
            "sessions",
            "List charging sessions, the newest first.",
            "akkagrid sessions",
            "akkagrid sessions --state active --limit 20",
            "akkagrid sessions --substation substation_1 --json")
        {
            substation,
            state,
            limit,
            One(shell, "show", "Show a charging session.", (call, id, cancellationToken) =>
                call.Client.Charging.SessionAsync(id, cancellationToken)),
            One(shell, "end", "End a charging session.", (call, id, cancellationToken) =>
                call.Client.Charging.EndSessionAsync(id, cancellationToken)),
        };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var (newest, others) = await NewestAsync(
                call.Client.Charging.ListSessionsAsync(
                    call.Arguments.GetValue(substation), call.Arguments.GetValue(state), cancellationToken),
                call.Arguments.GetValue(limit));
            await call.ShowAsync(new SessionPage(newest, Next: null), GridJson.Default.SessionPage, answer =>
            {
                Show(answer.Items, call.CliEnvironment);
                if (others > 0)
                    call.CliEnvironment.Err.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"not shown: {others} older; --limit shows more"));
            });
            return ExitCodes.Success;
        });
        return command;
    }

    // The grid lists sessions by their ids, which follow no order in time: all are read, and the newest kept.
    private static async Task<(IReadOnlyList<Session> Newest, int Others)> NewestAsync(
        IAsyncEnumerable<Session> sessions, int most)
    {
        var newest = new PriorityQueue<Session, DateTimeOffset>();
        var others = 0;
        await foreach (var session in sessions)
        {
            newest.Enqueue(session, session.StartTime);
            if (newest.Count <= most)
                continue;
            newest.Dequeue();
            others++;
        }

        return ([.. newest.UnorderedItems
            .OrderByDescending(item => item.Priority)
            .ThenBy(item => item.Element.SessionId, StringComparer.Ordinal)
            .Select(item => item.Element)], others);
    }

    private static GridCommand One(
        Shell shell, string name, string description, Func<NodeCall, string, CancellationToken, Task<Session>> ask)
    {
        var id = shell.Completed(
            new Argument<string>("SESSION") { Description = "The id of the session." }, CompletionCandidates.Sessions);
        var command = new GridCommand(
            name, description, $"akkagrid sessions {name} 0123456789abcdef0123456789abcdef") { id };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var session = await ask(call, call.Arguments.GetRequiredValue(id), cancellationToken);
            await call.ShowAsync(session, GridJson.Default.Session, answer => Show([answer], call.CliEnvironment));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Show(IEnumerable<Session> sessions, CliEnvironment environment)
    {
        var table = new GridTable("session", "vehicle", "substation", ">kW", "priority", "state", ">remaining s");
        foreach (var session in sessions)
        {
            table.Row(
                session.SessionId,
                session.VehicleId,
                session.SubstationId,
                session.ChargeAmount.ToString(CultureInfo.InvariantCulture),
                session.Priority,
                session.State,
                session.RemainingTime.ToString("F1", CultureInfo.InvariantCulture));
        }

        table.Print(environment.Out);
    }
}
