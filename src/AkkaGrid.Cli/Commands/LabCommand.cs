using System.CommandLine;
using System.Globalization;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid lab</c>: shows and changes what the lab does to replication.</summary>
internal static class LabCommand
{
    public static Command Create(Shell shell)
    {
        var command = new GridCommand(
            "lab",
            "List the replication links that the lab interferes with.",
            "akkagrid lab",
            "akkagrid lab hold node1 node3")
        {
            Link(shell, LinkModes.Hold, "Keep every update of one replica away from another until 'pass'."),
            Link(shell, LinkModes.Delay, "Deliver late.", Milliseconds(), " --ms 500"),
            Link(shell, LinkModes.Drop, "Lose a share of the messages.", Rate(), " --rate 0.5"),
            Link(shell, LinkModes.Duplicate, "Send a share of the messages twice.", Rate(), " --rate 0.5"),
            Link(shell, LinkModes.Pass, "Let everything through again."),
        };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var links = await call.Client.Lab.LinksAsync(cancellationToken);
            await call.ShowAsync(
                links, GridJson.Default.LabLinkList, answer => Show(answer.Items, call.CliEnvironment));
            return ExitCodes.Success;
        });
        return command;
    }

    private static GridCommand Link(
        Shell shell, string mode, string description, Option? amount = null, string example = "")
    {
        var from = shell.Completed(
            new Argument<string>("FROM") { Description = "The replica whose updates are concerned, by name." },
            CompletionCandidates.Replicas);
        var to = shell.Completed(
            new Argument<string>("TO") { Description = "The replica they go to, by name." },
            CompletionCandidates.Replicas);
        var command = new GridCommand(mode, description, $"akkagrid lab {mode} node1 node3{example}") { from, to };
        if (amount is not null)
            command.Add(amount);
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var link = new LabLink(
                call.Arguments.GetRequiredValue(from),
                call.Arguments.GetRequiredValue(to),
                mode,
                amount is Option<int> ms ? call.Arguments.GetValue(ms) : null,
                amount is Option<double> rate ? call.Arguments.GetValue(rate) : null);
            var changed = await call.Client.Lab.SetLinkAsync(link, cancellationToken);
            await call.ShowAsync(changed, GridJson.Default.LabLink, answer => Show([answer], call.CliEnvironment));
            return ExitCodes.Success;
        });
        return command;
    }

    private static Option<int> Milliseconds() => new Option<int>("--ms")
    {
        Description = "By how many milliseconds.",
        HelpName = "MS",
        Required = true,
    }.Must(
        ms => ms is >= 0 and <= GridLimits.MaxLabDelayMilliseconds,
        $"--ms is a number from 0 to {GridLimits.MaxLabDelayMilliseconds}.");

    private static Option<double> Rate() => new Option<double>("--rate")
    {
        Description = "The share, 0 to 1.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => 1,
    }.Must(rate => rate is >= 0 and <= 1, "--rate is a share from 0 to 1.");

    private static void Show(IReadOnlyList<LabLink> links, CliEnvironment environment)
    {
        if (links.Count == 0)
        {
            environment.Out.WriteLine("every link passes everything");
            return;
        }

        var table = new GridTable("from", "to", "mode", ">ms", ">rate");
        foreach (var link in links)
        {
            table.Row(
                link.From ?? "",
                link.To ?? "",
                link.Mode ?? "",
                link.Ms?.ToString(CultureInfo.InvariantCulture) ?? "",
                link.Rate?.ToString(CultureInfo.InvariantCulture) ?? "");
        }

        table.Print(environment.Out);
    }
}
