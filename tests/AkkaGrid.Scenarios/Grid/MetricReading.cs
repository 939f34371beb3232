using System.Globalization;

namespace AkkaGrid.Scenarios.Grid;

/// <summary>Reads what a node shows at <c>/metrics</c>.</summary>
internal static class MetricReading
{
    /// <summary>How many substations the balancer of this node has heard of; none where it is at another.</summary>
    public static async Task<int> SubstationsOfTheBalancerAsync(this HttpClient http, Uri node) =>
        (await http.GetStringAsync(new Uri(node, "/metrics"))).Split('\n')
            .Count(line => line.StartsWith("substation_load{", StringComparison.Ordinal));

    /// <summary>A metric by its name and labels; null where it is not shown.</summary>
    public static async Task<double?> MetricAsync(this HttpClient node, string series)
    {
        var lines = (await node.GetStringAsync("/metrics")).Split('\n');
        var line = lines.SingleOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[series.Length..], CultureInfo.InvariantCulture);
    }
}
