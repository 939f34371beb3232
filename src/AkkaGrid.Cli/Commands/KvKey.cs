using System.CommandLine;

namespace AkkaGrid.Cli.Commands;

/// <summary>The argument KEY.</summary>
internal static class KvKey
{
    public static Argument<string> Create(Shell shell) => shell.Completed(
        new Argument<string>("KEY")
        {
            Description = "The key; any text but the empty one. After -- it may begin with a dash."
        }
            .Must(key => key is not "", "KEY is empty; a key is one character or more."),
        CompletionCandidates.Keys);
}
