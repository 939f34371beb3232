using System.CommandLine;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv retire NAME</c>: takes a replica that is gone for good out of the replica set.</summary>
internal static class KvRetireCommand
{
    public static Command Create(Shell shell)
    {
        var name = shell.Completed(
            new Argument<string>("NAME") { Description = "The replica's name; its node must be stopped." },
            CompletionCandidates.Replicas);
        var force = new Option<bool>("--force")
        {
            Description = "Retire it although no majority of the replicas can be reached: only where "
                + "those are gone for good too.",
        };
        var command = new GridCommand(
            "retire",
            "Take a replica that is gone for good out of the replica set.",
            "akkagrid kv retire node3") { name, force };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var retired = await call.Client.Store.RetireAsync(
                call.Arguments.GetRequiredValue(name), call.Arguments.GetValue(force), cancellationToken);
            await call.ShowAsync(
                retired,
                GridJson.Default.ReplicaRetired,
                answer => call.CliEnvironment.Out.WriteLine(Printable.Of(
                    $"{answer.Name} is retired; the replicas are {string.Join(", ", answer.Replicas)}")));
            return ExitCodes.Success;
        });
        return command;
    }
}
