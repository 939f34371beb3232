using System.CommandLine;
using System.CommandLine.Parsing;

namespace AkkaGrid.Cli;

/// <summary>
/// The option that names the node: on the command line, else in the environment, else the node that starts by default.
/// </summary>
internal static class NodeOption
{
    /// <summary>The variable that names the node for all commands.</summary>
    public const string Variable = "AKKAGRID_NODE";

    private const string Default = "http://127.0.0.1:8000";

    /// <summary>The option.</summary>
    /// <param name="fromEnvironment">What the environment says; null or empty where it says nothing.</param>
    public static Option<Uri> Create(string? fromEnvironment) => new("--node")
    {
        Description = $"The URL of the node to talk to; {Variable} in the environment names it for all commands.",
        HelpName = "URL",
        Recursive = true,
        DefaultValueFactory = result => string.IsNullOrEmpty(fromEnvironment)
            ? new Uri(Default)
            : Read(result, fromEnvironment, $"{Variable} in the environment: ")!,
        CustomParser = result => Read(result, result.Tokens[0].Value, ""),
    };

    private static Uri? Read(ArgumentResult result, string text, string where)
    {
        if (NodeUrl.TryParse(text, out var url))
            return url;
        result.AddError($"{where}'{Printable.Of(text)}' is no URL of a node; one looks like {Default}.");
        return null;
    }
}
