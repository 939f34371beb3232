using System.CommandLine;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid cluster</c>: the members, in the words of Petabridge's <c>pbm cluster</c>.</summary>
internal static class ClusterCommand
{
    public static Command Create(Shell shell)
    {
        var show = new Command("show", "List the members of the cluster as the node sees them.");
        shell.Handle(show, async (call, cancel) =>
        {
            var members = await call.Client.Cluster.MembersAsync(cancel);
            await call.ShowAsync(members, GridJson.Default.ClusterMembers, answer =>
            {
                foreach (var member in answer.Members)
                    call.Surroundings.Out.WriteLine(Row(member));
                call.Surroundings.Out.WriteLine($"Count: {answer.Members.Count} nodes");
            });
            return ExitCodes.Success;
        });
        return new Command("cluster", "Look at the cluster.") { show };
    }

    // address | [roles] | status | unreachable or blank | version: what scripts written for pbm split at.
    private static string Row(ClusterMember member) => Printable.Of(string.Join(
        " | ",
        member.Address,
        $"[{string.Join(", ", member.Roles)}]",
        member.Status,
        member.Reachable ? "" : "unreachable",
        member.Version));
}
