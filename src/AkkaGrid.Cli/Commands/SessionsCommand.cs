using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid sessions</c>: charging sessions, listed, one, or ended.</summary>
internal static class SessionsCommand
{
    public static Command Create(Shell shell)
    {
        var substation = new Option<string?>("--substation") { Description = "Only those of this substation.", HelpName = "ID" };
        var state = new Option<string?>("--state")
        {
            Description = "Only those in this state.",
            HelpName = "pending|active|completed|invalid",
        };
        state.AcceptOnlyFromAmong(
            SessionStates.Pending, SessionStates.Active, SessionStates.Completed, SessionStates.Invalid);
        var after = new Option<string?>("--after") { Description = "Go on after this session.", HelpName = "ID" };
        var command = new Command("sessions", "List charging sessions.")
        {
            substation,
            state,
            after,
            One(shell, "show", "Show a charging session.", (call, id, cancel) => call.Client.Charging.SessionAsync(id, cancel)),
            One(shell, "end", "End a charging session.", (call, id, cancel) => call.Client.Charging.EndSessionAsync(id, cancel)),
        };
        shell.Handle(command, async (call, cancel) =>
        {
            var page = await call.Client.Charging.SessionsAsync(
                call.Arguments.GetValue(substation),
                call.Arguments.GetValue(state),
                call.Arguments.GetValue(after),
                cancel: cancel);
            await call.ShowAsync(page, GridJson.Default.SessionPage, answer =>
            {
                Show(answer.Items, call.Surroundings);
                if (answer.Next is { } next)
                    call.Surroundings.Err.WriteLine($"there are more; go on with --after '{Printable.Of(next)}'");
            });
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command One(
        Shell shell, string name, string description, Func<NodeCall, string, CancellationToken, Task<Session>> ask)
    {
        var id = new Argument<string>("SESSION") { Description = "The id of the session." };
        var command = new Command(name, description) { id };
        shell.Handle(command, async (call, cancel) =>
        {
            var session = await ask(call, call.Arguments.GetRequiredValue(id), cancel);
            await call.ShowAsync(session, GridJson.Default.Session, answer => Show([answer], call.Surroundings));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Show(IEnumerable<Session> sessions, Surroundings surroundings)
    {
        var table = Tables.Of("session", "vehicle", "substation", ">kW", "priority", "state", ">remaining s");
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

        surroundings.Out.Write(table);
    }
}
