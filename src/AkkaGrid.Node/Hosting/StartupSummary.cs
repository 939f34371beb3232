using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>Says, once everything serves, where it does and what to try.</summary>
internal static class StartupSummary
{
    private const string Category = "AkkaGrid.Start";

    public static void Write(TextWriter writer, Grid grid, MetricsOptions metrics)
    {
        var first = Shown(grid.Nodes[0].Addresses[0]);
        var last = Shown(grid.Nodes[^1].Addresses[0]);
        writer.WriteLine();
        foreach (var node in grid.Nodes)
            writer.WriteLine($"  {node.Options.Name,-10} {string.Join("  ", node.Addresses.Select(Shown))}{Hosts(node.Options)}");
        if (metrics.Port != 0)
            writer.WriteLine($"  {"metrics",-10} /metrics at each of them; platform: http://{Shown(metrics.Host)}:{metrics.Port}/metrics");
        writer.WriteLine($"""

              See it    {first}/
              Try       curl -X PUT {first}/kv/hello -d world
                        curl {last}/kv/hello
                        curl {first}/charge -H 'Content-Type: application/json' -d '{Charge}'
              Ctrl-C stops it.

            """);
        writer.Flush();
    }

    /// <summary>Says it in the log, where that alone is written.</summary>
    public static void Log(Grid grid)
    {
        foreach (var node in grid.Nodes)
        {
            node.Services.GetRequiredService<ILoggerFactory>().CreateLogger(Category).LogInformation(
                "{Node} serves at {Urls}", node.Options.Name, string.Join(", ", node.Addresses.Select(Shown)));
        }
    }

    private const string Charge = """{"vehicle_id":"EV_1","charge_amount":22,"priority":"normal"}""";

    private static string Hosts(NodeOptions options) => options.Substations.Count == 0
        ? ""
        : "  " + string.Join(", ", options.Substations.Select(station => $"{station.Id} ({station.MaxCapacity} kW)"));

    private static string Shown(Uri address) => $"{address.Scheme}://{Shown(address.Host)}:{address.Port}";

    // Where all interfaces are listened at, loopback is the one that works from here.
    private static string Shown(string host) => host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : host;
}
