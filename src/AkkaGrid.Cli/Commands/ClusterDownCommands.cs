using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary>
/// <c>akkagrid cluster down</c> and <c>down-unreachable</c>: give members up that will not come back by themselves.
/// </summary>
internal static class ClusterDownCommands
{
    public static Command Down(Shell shell)
    {
        var target = new ClusterTargetOptions(shell);
        var command = new GridCommand(
            "down",
            "Mark a member as down: it is gone, whatever it says.",
            "akkagrid cluster down --name node3",
            "akkagrid cluster down -a akka.tcp://AkkaGrid@127.0.0.1:4055");
        target.AddTo(command, isNeeded: true);
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var member = target.Of(call.Arguments);
            var members = await call.Client.Cluster.DownAsync(member, cancellationToken);
            await call.ShowAsync(members, GridJson.Default.ClusterMembers, answer => call.CliEnvironment.Out.WriteLine(
                $"{Printable.Of(member.Address ?? member.Name!)} is marked as down"));
            return ExitCodes.Success;
        });
        return command;
    }

    public static Command DownUnreachable(Shell shell)
    {
        var command = new GridCommand(
            "down-unreachable",
            "Mark all members as down that the node cannot reach.",
            "akkagrid cluster down-unreachable");
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var members = await call.Client.Cluster.DownUnreachableAsync(cancellationToken);
            await call.ShowAsync(members, GridJson.Default.ClusterMembers, answer =>
            {
                var gone = answer.Members.Where(member => !member.Reachable).ToList();
                foreach (var member in gone)
                    ClusterRow.Print(call.CliEnvironment.Out, member);
                call.CliEnvironment.Out.WriteLine(gone.Count == 0
                    ? "every member is reachable"
                    : string.Create(CultureInfo.InvariantCulture, $"{gone.Count} marked as down"));
            });
            return ExitCodes.Success;
        });
        return command;
    }
}
