using System.CommandLine;
using AkkaGrid.Client.Contracts;
using Spectre.Console;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv explain DOT</c>: why an update is, or is not, visible at the node.</summary>
internal static class KvExplainCommand
{
    public static Command Create(Shell shell)
    {
        var dot = new Argument<string>("DOT")
        {
            Description = "The update, as 'kv put' prints it: name.incarnation:sequence."
        };
        var command = new GridCommand(
            "explain",
            "Say why an update is, or is not, visible at the node.",
            "akkagrid kv explain node1.0123456789abcdef:7 --node 127.0.0.1:5002") { dot };
        shell.Handle(command, async (call, cancellationToken) =>
        {
            var explained = await call.Client.Store.ExplainAsync(
                call.Arguments.GetRequiredValue(dot), cancellationToken);
            await call.ShowAsync(explained, GridJson.Default.UpdateExplanation, answer =>
            {
                foreach (var sentence in answer.Explanation)
                    call.CliEnvironment.Out.WriteLine(Printable.Of(sentence));
            });
            return ExitCodes.Success;
        });
        return command;
    }
}
