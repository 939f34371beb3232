using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>What the command line asks for.</summary>
/// <param name="Local">The local grid, and not one node.</param>
/// <param name="Switches">Settings, such as <c>--AkkaGrid:Name=a</c>.</param>
internal sealed record CommandLine(bool Local, string[] Switches)
{
    /// <summary>How to call the program.</summary>
    public const string Usage = """
        AkkaGrid.Node [--AkkaGrid:Key=value ...]         the local grid: three nodes in this process
        AkkaGrid.Node node [--AkkaGrid:Key=value ...]    one node
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="StartException">There is no such verb.</exception>
    public static CommandLine Parse(string[] args) => args switch
    {
        ["node", .. var switches] => new CommandLine(Local: false, switches),
        [] or [['-', ..], ..] => new CommandLine(Local: true, args),
        _ => throw new StartException([$"'{args[0]}' is not known. There are:", .. Usage.Split('\n')]),
    };
}
