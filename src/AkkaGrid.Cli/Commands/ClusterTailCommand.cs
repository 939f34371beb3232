using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary>
/// <c>akkagrid cluster tail</c>: what changes in the cluster as the node sees it, until it is interrupted.
/// </summary>
internal static class ClusterTailCommand
{
    public static Command Create(Shell shell)
    {
        var command = new GridCommand(
            "tail",
            "Print the members, and then each change in the cluster, until it is interrupted.",
            "akkagrid cluster tail",
            "akkagrid cluster tail --json --node 127.0.0.1:5001");
        shell.Handle(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(NodeCall call, CancellationToken cancellationToken)
    {
        var areMembersNew = true;
        var note = StreamNotes.For(call, "what has changed meanwhile shows in the members");
        var options = new ClusterTailOptions
        {
            OnConnection = connection =>
            {
                note(connection);
                areMembersNew = true;
            },
        };
        try
        {
            await foreach (var item in call.Client.Cluster.TailAsync(options, cancellationToken))
            {
                if (item is ClusterChanged { Change: var change })
                    await call.ShowAsync(
                        change, GridJson.Default.ClusterChange, answer => Print(answer, call.CliEnvironment.Out));
                else if (areMembersNew && item is MembersListed { Members: var members })
                    await call.ShowAsync(
                        members, GridJson.Default.ClusterMembers, answer => Print(answer, call.CliEnvironment));

                // A list of members that comes again only shows that the connection lives.
                areMembersNew = false;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Interrupting it is how it is ended.
        }

        return ExitCodes.Success;
    }

    private static void Print(ClusterMembers members, CliEnvironment environment)
    {
        foreach (var member in members.Members)
            ClusterRow.Print(environment.Out, member, Before(environment.Time.GetUtcNow(), "present"));
    }

    private static void Print(ClusterChange change, IAnsiConsole console)
    {
        var before = Before(change.At, Printable.Of(change.Event));
        if (change.Member is { } member)
            ClusterRow.Print(console, member, before);
        else
            console.WriteLine(before + Printable.Of(change.Event switch
            {
                ClusterChanges.LeaderChanged => change.Leader ?? "none",
                ClusterChanges.ShuttingDown => "the node is out of the cluster",
                _ => "",
            }));
    }

    private static string Before(DateTimeOffset at, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z | {what} | ");
}
