using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid cluster show</c>, <c>status</c> and <c>leader</c>: what the node sees at this moment.</summary>
internal static class ClusterViewCommands
{
    public static Command Show(Shell shell)
    {
        var command = new GridCommand(
            "show",
            "List the members of the cluster as the node sees them.",
            "akkagrid cluster show",
            "akkagrid cluster show --json");
        Handle(shell, command, GridJson.Default.ClusterMembers, static (members, console) =>
        {
            foreach (var member in members.Members)
                ClusterRow.Print(console.Out, member);
            if (members.State == ClusterStates.Member)
                console.Out.WriteLine($"Balancer: {Printable.Of(members.BalancerNode ?? "on the move")}");
            console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Count: {members.Members.Count} nodes"));
        }, static members => members);
        return command;
    }

    public static Command Status(Shell shell)
    {
        var command = new GridCommand(
            "status",
            "Show the node itself as a member.",
            "akkagrid cluster status --node 127.0.0.1:5001");
        Handle(
            shell,
            command,
            GridJson.Default.ClusterMember,
            static (self, console) => ClusterRow.Print(console.Out, self),
            Self);
        return command;
    }

    public static Command Leader(Shell shell)
    {
        var command = new GridCommand(
            "leader",
            "Show the member that leads the cluster.",
            "akkagrid cluster leader");
        Handle(
            shell,
            command,
            GridJson.Default.ClusterMember,
            static (leader, console) => console.Out.WriteLine(Printable.Of(leader.Address)),
            static members => members.Members.FirstOrDefault(member => member.Address == members.Leader));
        return command;
    }

    /// <summary>The node that was asked.</summary>
    public static ClusterMember? Self(ClusterMembers members) =>
        members.Members.FirstOrDefault(member => member.Address == members.Self);

    private static void Handle<T>(
        Shell shell,
        Command command,
        JsonTypeInfo<T> type,
        Action<T, CliEnvironment> print,
        Func<ClusterMembers, T?> pick)
        where T : class => shell.Handle(command, async (call, cancellationToken) =>
        {
            var members = await call.Client.Cluster.MembersAsync(cancellationToken);
            if (pick(members) is not { } shown)
            {
                call.CliEnvironment.Err.WriteLine(members.State == ClusterStates.Alone
                    ? "error: the node is in no cluster. Bring it into one with 'akkagrid cluster join'."
                    : "error: the cluster has no leader now. Try again in a moment.");
                return ExitCodes.Failure;
            }

            await call.ShowAsync(shown, type, answer => print(answer, call.CliEnvironment));
            if (members.State == ClusterStates.Alone)
                call.CliEnvironment.Err.WriteLine("The node is in no cluster; it serves its store alone.");
            return ExitCodes.Success;
        });
}
