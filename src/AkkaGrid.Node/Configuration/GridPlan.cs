using AkkaGrid.Node.Hosting;

namespace AkkaGrid.Node.Configuration;

/// <summary>The nodes that this process runs, and the settings that they share.</summary>
/// <param name="Nodes">One, or the three of the local grid.</param>
/// <param name="Metrics">Where the process exposes its platform metrics.</param>
internal sealed record GridPlan(IReadOnlyList<NodeSetup> Nodes, MetricsOptions Metrics)
{
    /// <summary>Where a single node answers HTTP when nothing else is configured.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8000";

    /// <summary>Reads and checks the configuration.</summary>
    /// <exception cref="StartException">The configuration has errors; the exception names all of them.</exception>
    public static GridPlan Read(bool local, IConfiguration configuration)
    {
        var errors = new List<string>();
        var options = OptionsReader.Read<NodeOptions>(configuration.GetSection(NodeOptions.Section), errors);
        SeedSpelling.Correct(options, SeedSpelling.Resolve);
        NodeOptionsRules.Check(options, errors);
        if (local)
            LocalGrid.Refuse(configuration.GetSection(NodeOptions.Section), errors);
        var urls = local ? [] : ReadUrls(configuration[NodeConfiguration.UrlsKey], errors);
        var logging = configuration.GetSection("Logging");
        ConsoleLogs.Check(logging, errors);
        if (errors.Count > 0)
            throw new StartException(errors);

        var nodes = local
            ? LocalGrid.Setups(options)
            : [new NodeSetup(WithPort(options), urls)];
        return new GridPlan([.. nodes.Select(node => node with { Logging = logging })], options.Metrics);
    }

    private static NodeOptions WithPort(NodeOptions options)
    {
        if (options.Remoting.Port == 0)
            options.Remoting.Port = Ports.Free(1)[0];
        return options;
    }

    private static string[] ReadUrls(string? text, List<string> errors)
    {
        var urls = (text ?? DefaultUrl)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in urls)
            if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || !Ports.TryParse(url, out _, out _))
                errors.Add(
                    $"{NodeConfiguration.UrlsKey} (ASPNETCORE_URLS, PORT) has '{url}'; expected http://host:port.");
        return urls;
    }
}
