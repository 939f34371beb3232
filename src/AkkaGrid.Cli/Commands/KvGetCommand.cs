using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary>
/// <c>akkagrid kv get KEY</c>: the bytes as they are, or with <c>--json</c> the envelope with all versions.
/// </summary>
internal static class KvGetCommand
{
    public static Command Create(Shell shell, Option<string?> context)
    {
        var key = KvKey.Create(shell);
        var command = new GridCommand(
            "get",
            "Write the value of a key to standard output, byte by byte.",
            "akkagrid kv get hello",
            "akkagrid kv get hello --json",
            "akkagrid kv get picture.png > picture.png") { key };
        shell.Handle(
            command,
            (call, cancellationToken) => RunAsync(call, call.Arguments.GetRequiredValue(key), cancellationToken),
            context);
        return command;
    }

    private static async Task<int> RunAsync(NodeCall call, string key, CancellationToken cancellationToken)
    {
        if (call.Json)
        {
            if (await call.Client.Store.GetEnvelopeAsync(key, cancellationToken) is not { } envelope)
                return Missing(call, key);
            await call.WriteJsonAsync(envelope, GridJson.Default.KeyEnvelope);
            return ExitCodes.Success;
        }

        if (await call.Client.Store.GetAsync(key, cancellationToken) is not { } entry)
            return Missing(call, key);
        await WriteAsync(call.CliEnvironment, entry, cancellationToken);
        return ExitCodes.Success;
    }

    private static async Task WriteAsync(
        CliEnvironment environment, StoreEntry entry, CancellationToken cancellationToken)
    {
        await environment.Output.WriteAsync(entry.Bytes, cancellationToken);
        await environment.Output.FlushAsync(cancellationToken);
        if (environment.Out.Profile.Capabilities.Interactive)
            environment.Out.WriteLine();
        if (entry.Siblings > 0)
        {
            environment.Err.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"note: {entry.Siblings} concurrent version(s) besides; --json shows them, the "
                    + $"next put replaces them"));
        }
    }

    private static int Missing(NodeCall call, string key)
    {
        call.CliEnvironment.Err.WriteLine($"error: there is no key '{Printable.Of(key)}' at {call.Node}");
        return ExitCodes.Failure;
    }
}
