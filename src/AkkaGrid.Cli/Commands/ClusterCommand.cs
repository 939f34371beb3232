using System.CommandLine;

namespace AkkaGrid.Cli.Commands;

/// <summary>
/// <c>akkagrid cluster</c>: the members and an operator's commands, in the words of Petabridge's <c>pbm cluster</c>.
/// </summary>
internal static class ClusterCommand
{
    public static Command Create(Shell shell) => new GridCommand(
        "cluster",
        "Show the cluster, and change its members.",
        "akkagrid cluster show",
        "akkagrid cluster tail")
    {
        ClusterViewCommands.Show(shell),
        ClusterViewCommands.Status(shell),
        ClusterViewCommands.Leader(shell),
        ClusterLeaveCommand.Create(shell),
        ClusterJoinCommand.Create(shell),
        ClusterDownCommands.Down(shell),
        ClusterDownCommands.DownUnreachable(shell),
        ClusterTailCommand.Create(shell),
    };
}
