using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv list</c>: one page of keys in order.</summary>
internal static class KvListCommand
{
    private const int MaxValueLength = 60;

    public static Command Create(Shell shell, Option<string?> context)
    {
        var prefix = new Option<string?>("--prefix")
        {
            Description = "Only keys that begin with this.",
            HelpName = "TEXT"
        };
        var after = new Option<string?>("--after")
        {
            Description = "Only keys that come after this one.",
            HelpName = "KEY"
        };
        var limit = new Option<int>("--limit")
        {
            Description = "How many at most.",
            HelpName = "N",
            DefaultValueFactory = _ => 100,
        }.Must(
            limit => limit is >= 1 and <= GridLimits.MaxPage, $"--limit is a number from 1 to {GridLimits.MaxPage}.");
        var command = new GridCommand(
            "list",
            "List keys in order, with their values.",
            "akkagrid kv list",
            "akkagrid kv list --prefix fleet/ --limit 20") { prefix, after, limit };
        shell.Handle(
            command,
            async (call, cancellationToken) =>
            {
                var page = await call.Client.Store.ListPageAsync(
                    call.Arguments.GetValue(prefix),
                    call.Arguments.GetValue(after),
                    call.Arguments.GetValue(limit),
                    cancellationToken);
                await call.ShowAsync(page, GridJson.Default.KeyPage, answer => Show(answer, call.CliEnvironment));
                return ExitCodes.Success;
            },
            context);
        return command;
    }

    private static void Show(KeyPage page, CliEnvironment environment)
    {
        var table = new GridTable("key", "value", ">siblings");
        foreach (var item in page.Items)
        {
            table.Row(
                item.Key,
                item.Encoding is null
                    ? Cropped.To(Printable.Of(item.Value), MaxValueLength)
                    : $"({item.Encoding}) {Cropped.To(Printable.Of(item.Value), MaxValueLength)}",
                item.Siblings.ToString(CultureInfo.InvariantCulture));
        }

        table.Print(environment.Out);
        if (page.Next is { } next)
            environment.Err.WriteLine($"there are more; go on with --after '{Printable.Of(next)}'");
    }
}
