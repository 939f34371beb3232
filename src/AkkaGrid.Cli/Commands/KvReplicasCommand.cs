using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv replicas</c>: the replica set as the node's replica sees it.</summary>
internal static class KvReplicasCommand
{
    public static Command Create(Shell shell)
    {
        var command = new GridCommand(
            "replicas",
            "List the replicas, how far each is behind the node, and what waits there.",
            "akkagrid kv replicas");
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var replica = await call.Client.Store.ReplicaAsync(cancellationToken);
            await call.ShowAsync(replica, GridJson.Default.ReplicaState, answer => Show(answer, call.CliEnvironment));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Show(ReplicaState replica, CliEnvironment environment)
    {
        var table = new GridTable("replica", "state", ">updates", ">behind");
        table.Row(replica.Replica, "answers", Updates(replica, replica.Replica), Count(replica.Behind));
        foreach (var peer in replica.Peers)
        {
            table.Row(
                peer.Replica,
                peer.Reachable ? "reachable" : "unreachable",
                Updates(replica, peer.Replica),
                Count(peer.Lag));
        }

        table.Print(environment.Out);
        environment.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{replica.Stash.Count} updates wait for their causes at {Printable.Of(replica.Replica)} "
                + $"({replica.Stash.Bytes} bytes)"));
        environment.Out.WriteLine(Summary(replica));
    }

    private static string Summary(ReplicaState replica) => replica switch
    {
        { Behind: > 0 } =>
            $"{Printable.Of(replica.Replica)} is behind: it lacks at least {Count(replica.Behind)} updates of others",
        { Stability.BlockedBy: { } blocker } => $"stability waits for {Printable.Of(blocker)}",
        _ => $"no replica is known to lack an update that {Printable.Of(replica.Replica)} has or has heard of",
    };

    private static string Updates(ReplicaState replica, string name) => Count(replica.Updates.GetValueOrDefault(name));

    private static string Count(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
