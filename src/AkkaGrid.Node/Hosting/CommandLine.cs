using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>The parsed command line.</summary>
/// <param name="Local">Whether to run the local grid instead of one node.</param>
/// <param name="Switches">Settings, such as <c>--AkkaGrid:Name=a</c>.</param>
internal sealed record CommandLine(bool Local, string[] Switches)
{
    private const string Usage = """
        AkkaGrid.Node [--AkkaGrid:Key=value ...]         the local grid: three nodes in this process
        AkkaGrid.Node node [--AkkaGrid:Key=value ...]    one node
        """;

    private const string Help = $"""
        {Usage}
        AkkaGrid.Node --version                          the version

          --AkkaGrid:Key=value    a setting, such as --AkkaGrid:Name=node1; docs/operations.md lists them
          --Logging:Key=value     a setting of logs, such as --Logging:LogLevel:Default=Information
          --urls=URL              where one node answers HTTP, http://127.0.0.1:8000 by default; several with ';' between

        The same settings are read from appsettings.json beside the program, and from the environment: AkkaGrid__Name=node1.
        """;

    /// <summary>The help or the version, where the command line asks for it; else null.</summary>
    public static string? Answer(string[] args)
    {
        if (args.Any(text => text is "--help" or "-h" or "-?") || args is ["help"])
            return Help;
        return args.Contains("--version") || args is ["version"] ? NodeVersion.Text : null;
    }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="StartException">There is no such verb.</exception>
    public static CommandLine Parse(string[] args) => args switch
    {
        ["node", .. var switches] => new CommandLine(Local: false, switches),
        [] or [['-', ..], ..] => new CommandLine(Local: true, args),
        _ => throw new StartException([$"'{args[0]}' is not known. There are:", .. Usage.Split('\n')]),
    };
}
