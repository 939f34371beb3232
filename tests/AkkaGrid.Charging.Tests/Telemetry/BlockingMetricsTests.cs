using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;
using Prometheus;

namespace AkkaGrid.Charging.Tests.Telemetry;

public sealed class BlockingMetricsTests
{
    private static readonly SizeClass Small = SizeClass.Of(Kilowatts.Of(7));
    private static readonly SizeClass Large = SizeClass.Of(Kilowatts.Of(100));

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly BlockingMetrics _metrics;

    public BlockingMetricsTests() => _metrics = new BlockingMetrics(Metrics.WithCustomRegistry(_registry));

    [Fact]
    public async Task What_is_no_longer_asked_for_is_no_longer_shown()
    {
        _metrics.Show(Reading(Small, Large));
        _metrics.Show(Reading(Small));

        var text = await ExportAsync();
        Assert.Contains("charging_blocking_ratio{size=\"7.4\",priority=\"high\"} 0.25", text, StringComparison.Ordinal);
        Assert.Contains("charging_pooled_blocking_ratio{size=\"7.4\"} 0.1", text, StringComparison.Ordinal);
        Assert.Contains("charging_refused_ratio{by=\"power\"} 0.3", text, StringComparison.Ordinal);
        Assert.DoesNotContain("size=\"100\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_balancer_that_serves_no_longer_leaves_nothing_but_its_counters()
    {
        _metrics.Closed(new RequestClosed(ChargingTestKit.Request("a", 7), RequestOutcome.AcceptedAfterWaiting, null));
        _metrics.Show(Reading(Small, Large));
        _metrics.Clear();

        var series = (await ExportAsync()).Split('\n').Where(line => line.Length > 0 && line[0] != '#');
        Assert.Equal(
            ["charging_requests_total{size=\"7.4\",priority=\"normal\",outcome=\"accepted-after-waiting\"} 1"], series);
    }

    private static BlockingReading Reading(params SizeClass[] sizes) => new(
        TimeSpan.FromMinutes(10),
        [.. sizes.Select(size => new OfferedRequests(size, Priority.High, 4, 1))],
        [.. sizes.Select(size => new PooledBlocking(size, 0.1))],
        new BlockingShares(0.25, 0.3),
        new BlockingShares(0.1, 0.1));

    private async Task<string> ExportAsync()
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
