using System.CommandLine;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid cluster join</c>: brings the node into a cluster, that of a member or of any seed.</summary>
internal static class ClusterJoinCommand
{
    public static Command Create(Shell shell)
    {
        var address = new Option<string?>("--address", "-a")
        {
            Description = "A member of the cluster, akka.tcp://AkkaGrid@host:port; left out, any that a seed is in.",
            HelpName = "ADDRESS",
        };
        var wait = new ClusterWait();
        var command = new GridCommand(
            "join",
            "Bring the node into a cluster.",
            "akkagrid cluster join",
            "akkagrid cluster join -a akka.tcp://AkkaGrid@127.0.0.1:4053 --timeout 60") { address };
        wait.AddTo(command);
        shell.Handle(
            command,
            (call, cancellationToken) => RunAsync(call, call.Arguments.GetValue(address), wait, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        NodeCall call, string? address, ClusterWait wait, CancellationToken cancellationToken)
    {
        var told = await wait.SendAsync(
            call, cluster => cluster.JoinAsync(address, cancellationToken), cancellationToken);
        if (!wait.IsWanted(call.Arguments))
        {
            await call.ShowAsync(
                told,
                GridJson.Default.ClusterMembers,
                _ => call.CliEnvironment.Out.WriteLine("the node looks for a cluster"));
            return ExitCodes.Success;
        }

        var members = await wait.UntilAsync(
            call,
            static now =>
                now.State == ClusterStates.Member && ClusterViewCommands.Self(now) is { Status: "up" or "weaklyup" },
            cancellationToken);
        if (members is not null)
        {
            await call.ShowAsync(
                members,
                GridJson.Default.ClusterMembers,
                answer => ClusterRow.Print(call.CliEnvironment.Out, ClusterViewCommands.Self(answer)!));
            return ExitCodes.Success;
        }

        call.CliEnvironment.Err.WriteLine(
            "error: the node is in no cluster yet, and keeps trying. Outside of one it takes a "
            + "majority of the seeds to form one.");
        return ExitCodes.Failure;
    }
}
