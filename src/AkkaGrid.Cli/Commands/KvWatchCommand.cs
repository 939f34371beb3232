using System.CommandLine;
using AkkaGrid.Client;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv watch</c>: changes as they are delivered, until it is interrupted.</summary>
internal static class KvWatchCommand
{
    private const int MaxValueLength = 200;

    public static Command Create(Shell shell, Option<string?> context)
    {
        var prefix = new Option<string>("--prefix")
        {
            Description = "Only keys that begin with this.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var initial = new Option<bool>("--initial") { Description = "Print the keys that there are first." };
        var from = new Option<string?>("--from")
        {
            Description = "Go on behind the cursor of an event, as --json prints it; of any node.",
            HelpName = "CURSOR",
        };
        var count = new Option<int?>("--count") { Description = "End after so many updates.", HelpName = "N" }
            .Must(count => count is null or > 0, "--count is a number above zero.");
        var command = new GridCommand(
            "watch",
            "Print changes as the node delivers them, causes first.",
            "akkagrid kv watch",
            "akkagrid kv watch --prefix fleet/ --initial",
            "akkagrid kv watch --json --count 1") { prefix, initial, from, count };
        shell.Handle(
            command,
            (call, cancellationToken) => RunAsync(
                call,
                new WatchOptions
                {
                    Prefix = call.Arguments.GetRequiredValue(prefix),
                    Initial = call.Arguments.GetValue(initial),
                    Cursor = call.Arguments.GetValue(from),
                    OnConnection = StreamNotes.For(call, "nothing was missed unless it says so"),
                },
                call.Arguments.GetValue(count),
                cancellationToken),
            context);
        return command;
    }

    private static async Task<int> RunAsync(
        NodeCall call, WatchOptions options, int? count, CancellationToken cancellationToken)
    {
        var updates = 0;
        try
        {
            await foreach (var item in call.Client.Store.WatchAsync(options, cancellationToken))
            {
                if (call.Json)
                    await call.WriteJsonAsync(WatchLine.Of(item), CliJson.Default.WatchLine);
                else
                    Show(item, call.CliEnvironment);
                if (item is KeysChanged && ++updates == count)
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Interrupting it is how a watch is ended.
        }

        return ExitCodes.Success;
    }

    private static void Show(WatchEvent item, CliEnvironment environment)
    {
        switch (item)
        {
            case KeysChanged { Update: var update }:
                foreach (var change in update.Changes)
                    environment.Out.WriteLine(Line(change.Key, change.Value, change.Encoding));
                break;
            case KeysPresent present:
                foreach (var key in present.Items.Where(key => !key.Deleted))
                    environment.Out.WriteLine(Line(key.Key, key.Value, key.Encoding));
                break;
            case ResyncNeeded resync:
                environment.Err.WriteLine(
                    $"changes were missed, read again what you keep: {Printable.Of(resync.Reason)}");
                break;
        }
    }

    private static string Line(string key, string? value, string? encoding) => value is null
        ? $"{Printable.Of(key)} deleted"
        : $"{Printable.Of(key)} = "
            + $"{(encoding is null ? "" : $"({encoding}) ")}{Cropped.To(Printable.Of(value), MaxValueLength)}";
}
