namespace AkkaGrid.Node.Configuration;

/// <summary>
/// Where settings come from; a later source wins: the defaults of the mode, <c>appsettings.json</c> beside the program,
/// the originals' environment variables (one node only), the environment, the command line.
/// </summary>
internal static class NodeConfiguration
{
    /// <summary>ASP.NET's own key for its addresses.</summary>
    public const string UrlsKey = "urls";

    private static readonly string[] KnownSwitches = [$"{NodeOptions.Section}:", "Logging:", UrlsKey];

    /// <summary>Reads all sources.</summary>
    /// <param name="local">Whether this is for the local grid.</param>
    /// <param name="switches">The command line, without the verb.</param>
    /// <param name="variable">Reads an environment variable under its original name.</param>
    /// <exception cref="StartException">The command line has a switch that nothing reads.</exception>
    public static IConfigurationRoot Load(bool local, string[] switches, Func<string, string?> variable)
    {
        RefuseUnknown(switches);
        var builder = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory);
        if (local)
            builder.AddInMemoryCollection(LocalDefaults);
        builder.AddJsonFile("appsettings.json", optional: true);
        if (!local)
            builder.AddInMemoryCollection(OriginalNames.Read(variable));
        return builder
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(switches)
            .Build();
    }

    private static Dictionary<string, string?> LocalDefaults => new()
    {
        [$"{NodeOptions.Section}:DataDirectory"] = Path.Combine("data", "local"),
        [$"{NodeOptions.Section}:Lab"] = "true",
    };

    private static void RefuseUnknown(string[] switches)
    {
        var unknown = switches
            .Where(text => text.StartsWith("--", StringComparison.Ordinal))
            .Select(text => text[2..])
            .Where(text => !KnownSwitches.Any(known => text.StartsWith(known, StringComparison.OrdinalIgnoreCase)))
            .Select(text => $"--{text.Split('=')[0]} is not known; settings are written --{NodeOptions.Section}:Key=value.")
            .ToList();
        if (unknown.Count > 0)
            throw new StartException(unknown);
    }
}
