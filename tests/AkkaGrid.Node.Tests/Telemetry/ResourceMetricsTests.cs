using System.Globalization;
using System.Text.RegularExpressions;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Telemetry;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;
using Prometheus;

namespace AkkaGrid.Node.Tests.Telemetry;

public sealed partial class ResourceMetricsTests
{
    [Fact]
    public async Task The_disk_is_that_of_the_data_directory()
    {
        using var folder = new TemporaryFolder();

        var shown = await ReadAsync(folder.Path);

        Assert.Equal(new DriveInfo(folder.Path).TotalSize, shown(ResourceMetrics.DiskSize));
        Assert.InRange(shown(ResourceMetrics.DiskAvailable), 1, shown(ResourceMetrics.DiskSize));
    }

    [Fact]
    public async Task A_disk_that_cannot_be_asked_takes_no_other_metric_away()
    {
        using var folder = new TemporaryFolder();
        GC.Collect();

        var shown = await ReadAsync(Path.Combine(folder.Path, "is not there"));

        Assert.Equal(double.NaN, shown(ResourceMetrics.DiskAvailable));
        Assert.Equal(double.NaN, shown(ResourceMetrics.DiskSize));
        Assert.InRange(shown(ResourceMetrics.HeapLimit), 1, double.MaxValue);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task The_image_gives_the_heap_half_of_the_memory_limit_and_what_alerts_and_boards_ask_of_NET_is_there()
    {
        var ports = ReservedPorts.Take(3);
        var setting = HeapPercent().Match(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docker", "Dockerfile"))).Groups["value"].Value;
        using var node = new NodeProcess(
            [
                "node",
                $"--AkkaGrid:Remoting:Port={ports[0]}",
                $"--urls=http://127.0.0.1:{ports[1]}",
                $"--AkkaGrid:Metrics:Port={ports[2]}"
            ],
            ("DOTNET_GCHeapHardLimitPercent", setting));
        await node.IsReadyAsync($"http://127.0.0.1:{ports[1]}");
        using var http = new HttpClient();

        // The runtime tells the limits after its first collection.
        var shown = Reader("");
        await Eventually.True(
            async () => (shown = Reader(
                await http.GetStringAsync($"http://127.0.0.1:{ports[1]}/metrics")))(ResourceMetrics.HeapLimit)
                > 0,
            "a collection");
        Assert.Equal(0.5, shown(ResourceMetrics.HeapLimit) / (shown(ResourceMetrics.MemoryHighThreshold) / 0.9), 2);
        foreach (var name in AskedOfDotNet())
            await Eventually.True(
                async () => (await http.GetStringAsync($"http://127.0.0.1:{ports[2]}/metrics"))
                    .Contains($"\n{name}{{", StringComparison.Ordinal),
                name);
    }

    private static IEnumerable<string> AskedOfDotNet() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "docker", "prometheus"), "*.rules.yml")
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "grafana", "dashboards")))
            .SelectMany(file => DotNetName().Matches(File.ReadAllText(file)))
            .Select(match => match.Value)
            .Distinct();

    private static async Task<Func<string, double>> ReadAsync(string folder)
    {
        var registry = Metrics.NewCustomRegistry();
        _ = new ResourceMetrics(registry, new NodeOptions { DataDirectory = folder });
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text);
        return Reader(System.Text.Encoding.UTF8.GetString(text.ToArray()));
    }

    private static Func<string, double> Reader(string text) => name => double.Parse(
        text.Split('\n').SingleOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal))?[name.Length..]
            ?? "NaN",
        CultureInfo.InvariantCulture);

    [GeneratedRegex("DOTNET_GCHeapHardLimitPercent=(?<value>\\w+)")]
    private static partial Regex HeapPercent();

    [GeneratedRegex("\\bdotnet_\\w+")]
    private static partial Regex DotNetName();
}
