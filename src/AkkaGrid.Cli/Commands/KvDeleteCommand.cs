using System.CommandLine;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv delete KEY</c>; succeeds also where nothing was.</summary>
internal static class KvDeleteCommand
{
    public static Command Create(Shell shell, Option<string?> context)
    {
        var key = KvKey.Create(shell);
        var write = new KvWrite();
        var command = new GridCommand(
            "delete",
            "Delete a key.",
            "akkagrid kv delete hello",
            "akkagrid kv delete hello --w majority") { key };
        write.AddTo(command);
        shell.Handle(
            command,
            async (call, cancellationToken) =>
            {
                var deleted = await call.Client.Store.DeleteAsync(
                    call.Arguments.GetRequiredValue(key), write.Of(call.Arguments), cancellationToken);
                await call.ShowAsync(
                    deleted,
                    GridJson.Default.KeyWritten,
                    answer => call.CliEnvironment.Out.WriteLine($"deleted as {answer.Dot}"));
                return ExitCodes.Success;
            },
            context,
            write.Wait);
        return command;
    }
}
