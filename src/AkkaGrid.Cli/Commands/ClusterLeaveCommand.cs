using System.CommandLine;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary>
/// <c>akkagrid cluster leave</c>: lets a member hand over what it has and go, the node itself where none is named.
/// </summary>
internal static class ClusterLeaveCommand
{
    public static Command Create(Shell shell)
    {
        var (target, wait) = (new ClusterTargetOptions(shell), new ClusterWait());
        var command = new GridCommand(
            "leave",
            "Let a member leave gracefully: the node itself, or the one that is named.",
            "akkagrid cluster leave",
            "akkagrid cluster leave --name node3 --timeout 60");
        target.AddTo(command, isNeeded: false);
        wait.AddTo(command);
        shell.Handle(
            command, (call, cancellationToken) => RunAsync(call, target.Of(call.Arguments), wait, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        NodeCall call, ClusterTarget target, ClusterWait wait, CancellationToken cancellationToken)
    {
        var told = await call.Client.Cluster.LeaveAsync(target, cancellationToken);
        var address = target.Address
            ?? (target.Name is { } name
                ? told.Members.FirstOrDefault(member => member.Name == name)?.Address
                : told.Self)
            ?? target.Name
            ?? call.Node.ToString();
        if (!wait.IsWanted(call.Arguments))
            return await DoneAsync(told, "begins to leave");
        var members = await wait.UntilAsync(
            call,
            now => now.State == ClusterStates.Alone
                ? address == now.Self
                : now.Members.All(member => member.Address != address),
            cancellationToken);
        if (members is not null)
            return await DoneAsync(members, "has left the cluster");

        call.CliEnvironment.Err.WriteLine(
            $"error: {Printable.Of(address)} has not left yet, and goes on leaving. Look with "
            + "'akkagrid cluster show'.");
        return ExitCodes.Failure;

        async Task<int> DoneAsync(ClusterMembers now, string what)
        {
            await call.ShowAsync(
                now,
                GridJson.Default.ClusterMembers,
                _ => call.CliEnvironment.Out.WriteLine($"{Printable.Of(address)} {what}"));
            return ExitCodes.Success;
        }
    }
}
