namespace AkkaGrid.Node.Configuration;

/// <summary>
/// Settings that ASP.NET reads and this program does not. Setting one would have no effect, so each is refused, with an
/// error that names its replacement.
/// </summary>
internal static class AspNetSettings
{
    private const string Kestrel = "Kestrel";
    private const string Hosts = "AllowedHosts";

    // Every .NET container image sets this value itself, so it is not a wish of the operator.
    private const string PortsOfImages = "8080";

    private static readonly (string Variable, string Remedy)[] Variables =
    [
        (
            "ASPNETCORE_CONTENTROOT",
            $"settings are read from appsettings.json beside the program, and {NodeOptions.Section}:DataDirectory is "
                + "the folder of the data."),
        ("ASPNETCORE_WEBROOT", "pages are part of the program."),
        ("ASPNETCORE_PATHBASE", "a proxy in front has to remove the prefix of the path."),
        (
            "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
            $"no forwarded header is read; {NodeOptions.Section}:Security:AllowedHosts names the hosts of a proxy."),
        ("ASPNETCORE_SHUTDOWNTIMEOUTSECONDS", "the duration of a stop is fixed."),
    ];

    /// <summary>The sections of a settings file that only ASP.NET has.</summary>
    public static IReadOnlyList<string> Sections { get; } = [Kestrel, Hosts];

    /// <summary>Adds an error for each of these settings that is set.</summary>
    /// <param name="local">Whether this is for the local grid.</param>
    /// <param name="configuration">All settings.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="directory">Where the program and its settings file are.</param>
    /// <param name="errors">Takes the errors.</param>
    public static void Refuse(
        bool local,
        IConfiguration configuration,
        Func<string, string?> variable,
        string directory,
        ICollection<string> errors)
    {
        var addresses = local
            ? $"the local grid takes its ports from {NodeOptions.Section}:Local:Ports and :EdgePorts."
            : $"set --{NodeConfiguration.UrlsKey} or ASPNETCORE_URLS, such as {GridPlan.DefaultUrl}.";
        if (local && configuration[NodeConfiguration.UrlsKey] is { Length: > 0 })
            errors.Add(
                $"{NodeConfiguration.UrlsKey} (ASPNETCORE_URLS) is for a single node "
                + $"('AkkaGrid.Node node'); {addresses}");

        // As in ASP.NET, URLs win over ports alone.
        if (local || string.IsNullOrEmpty(configuration[NodeConfiguration.UrlsKey]))
            foreach (var name in PortVariables(variable))
                errors.Add($"{name} is not read; {addresses}");
        foreach (var (name, remedy) in Variables.Where(setting => IsSet(variable(setting.Variable))))
            errors.Add($"{name} is not read; {remedy}");
        if (configuration.GetSection(Kestrel).Exists())
            errors.Add(
                $"{Kestrel} is not read; for addresses, {addresses} {NodeOptions.Section}:KeyValue:MaxValueBytes "
                + "limits the size of a value. For TLS, use a proxy in front.");
        if (configuration.GetSection(Hosts).Exists())
            errors.Add($"{Hosts} is not read; {NodeOptions.Section}:Security:AllowedHosts names further hosts.");
        foreach (var file in FilesOfEnvironments(variable, directory))
            errors.Add($"{file} is not read; settings are read from appsettings.json and from the environment.");
    }

    private static IEnumerable<string> PortVariables(Func<string, string?> variable) =>
        from prefix in (string[])["ASPNETCORE_", "DOTNET_"]
        from name in (string[])["HTTP_PORTS", "HTTPS_PORTS", "URLS"]
        let value = variable(prefix + name)
        where IsSet(value) && prefix + name != "ASPNETCORE_URLS"
        where value != PortsOfImages || variable("DOTNET_RUNNING_IN_CONTAINER") != "true"
        select prefix + name;

    private static IEnumerable<string> FilesOfEnvironments(Func<string, string?> variable, string directory) =>
        from name in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"]
        let environment = variable(name)
        where IsSet(environment) && Path.GetFileName(environment) == environment
        let file = Path.Combine(directory, $"appsettings.{environment}.json")
        where File.Exists(file)
        select file;

    private static bool IsSet(string? value) => !string.IsNullOrEmpty(value);
}
