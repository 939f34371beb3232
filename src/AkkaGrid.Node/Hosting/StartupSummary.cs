using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>Prints, once all nodes serve, their addresses and calls to try.</summary>
internal static class StartupSummary
{
    private const string Category = "AkkaGrid.Start";

    public static void Write(TextWriter writer, Grid grid, MetricsOptions metrics)
    {
        var first = Shown(grid.Nodes[0].Addresses[0]);
        var last = Shown(grid.Nodes[^1].Addresses[0]);
        writer.WriteLine();
        foreach (var node in grid.Nodes)
            writer.WriteLine(
                $"  {node.Options.Name,-10} {string.Join("  ", node.Addresses.Select(Shown))}{Hosts(node.Options)}");
        if (metrics.Port != 0)
            writer.WriteLine(
                $"  {"metrics",-10} /metrics at each node; platform: "
                + $"http://{Shown(metrics.Host)}:{metrics.Port}/metrics");
        writer.WriteLine($"""

              See it    {first}/
              Try       curl -X PUT {first}/kv/hello -d world
                        curl {last}/kv/hello
                        curl {first}/charge -H 'Content-Type: application/json' -d '{Charge}'
              Ctrl-C stops it.

            """);
        writer.Flush();
    }

    /// <summary>Writes the addresses to the log, where the console shows only logs.</summary>
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

    // For a node that listens at all interfaces, loopback is the address that works from this machine.
    private static string Shown(string host) => host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : host;
}
