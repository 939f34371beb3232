using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AkkaGrid.Cli;

/// <summary>A command whose help shows how it is used.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">Command lines as a user types them.</param>
internal sealed class GridCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    /// <summary>Command lines as a user types them.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Lets the help of every command below <paramref name="root"/> show its examples.</summary>
    /// <param name="root">The root.</param>
    /// <param name="examples">The examples of the root itself.</param>
    public static void ShowExamples(RootCommand root, params string[] examples)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, examples);
    }

    private sealed class HelpWithExamples(HelpAction help, string[] ofRoot) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var exit = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in parseResult.CommandResult.Command is GridCommand command
                ? command.Examples
                : ofRoot)
                output.WriteLine("  " + example);
            return exit;
        }
    }
}
