using System.CommandLine;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv backup NAME</c>: a copy of the node's store at one causal cut.</summary>
internal static class KvBackupCommand
{
    public static Command Create(Shell shell)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The backup's name: letters, digits, '.', '_' and '-'."
        };
        var command = new GridCommand(
            "backup",
            "Copy the node's store, while it serves on, into a folder at the node.",
            "akkagrid kv backup monday") { name };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var made = await call.Client.Store.BackupAsync(call.Arguments.GetRequiredValue(name), cancellationToken);
            await call.ShowAsync(
                made,
                GridJson.Default.BackupMade,
                answer => call.CliEnvironment.Out.WriteLine($"copied to {Printable.Of(answer.Directory)}"));
            return ExitCodes.Success;
        });
        return command;
    }
}
