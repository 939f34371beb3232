namespace AkkaGrid.Node.Configuration;

/// <summary>
/// Where settings come from; a later source wins: the defaults of the mode, <c>appsettings.json</c> beside the program,
/// the originals' environment variables (one node only), the environment, the command line.
/// </summary>
internal static class NodeConfiguration
{
    /// <summary>ASP.NET's own key for its addresses.</summary>
    public const string UrlsKey = "urls";

    /// <summary>Reads all sources.</summary>
    /// <param name="local">Whether this is for the local grid.</param>
    /// <param name="switches">The command line, without the verb.</param>
    /// <param name="variable">Reads an environment variable under its original name.</param>
    /// <param name="directory">Where the settings file is; beside the program where absent.</param>
    /// <exception cref="StartException">A source cannot be read, or has a setting that nothing reads.</exception>
    public static IConfigurationRoot Load(
        bool local, string[] switches, Func<string, string?> variable, string? directory = null)
    {
        directory ??= AppContext.BaseDirectory;
        var commandLine = CommandLineSettings.Read(switches);
        var builder = new ConfigurationBuilder();
        if (local)
            builder.AddInMemoryCollection(LocalDefaults);
        builder.AddConfiguration(SettingsFile.Read(directory));
        if (!local)
            builder.AddInMemoryCollection(OriginalNames.Read(variable));
        var configuration = builder
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddInMemoryCollection(commandLine)
            .Build();
        var errors = new List<string>();
        AspNetSettings.Refuse(local, configuration, variable, directory, errors);
        return errors.Count == 0 ? configuration : throw new StartException(errors);
    }

    private static Dictionary<string, string?> LocalDefaults => new()
    {
        [$"{NodeOptions.Section}:DataDirectory"] = Path.Combine("data", "local"),
        [$"{NodeOptions.Section}:Lab"] = "true",
    };
}
