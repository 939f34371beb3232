using System.CommandLine;

namespace AkkaGrid.Cli.Commands;

/// <summary><c>akkagrid kv</c>: the causal key-value store.</summary>
internal static class KvCommand
{
    public static Command Create(Shell shell)
    {
        var context = new Option<string?>("--context")
        {
            Description = "Go on from a causal context, as an earlier answer with --json brought it.",
            HelpName = "TOKEN",
            Recursive = true,
        };
        return new GridCommand(
            "kv",
            "Read and write the causal key-value store.",
            "akkagrid kv put hello world",
            "akkagrid kv get hello",
            "akkagrid kv list")
        {
            context,
            KvGetCommand.Create(shell, context),
            KvPutCommand.Create(shell, context),
            KvDeleteCommand.Create(shell, context),
            KvListCommand.Create(shell, context),
            KvWatchCommand.Create(shell, context),
            KvExplainCommand.Create(shell),
            KvReplicasCommand.Create(shell),
            KvRetireCommand.Create(shell),
            KvBackupCommand.Create(shell),
        };
    }
}
