using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Charging.Tests.Wire;
using Prometheus;

namespace AkkaGrid.Charging.Tests.Telemetry;

public sealed class ChargingMetricsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly ChargingMetrics _metrics;

    public ChargingMetricsTests() => _metrics = new ChargingMetrics(Metrics.WithCustomRegistry(_registry));

    [Fact]
    public async Task The_age_of_a_report_grows_until_the_next_comes()
    {
        _metrics.Reported(Samples.Report, Start);
        _metrics.ShowReportAges(Start + TimeSpan.FromSeconds(3));
        Assert.Contains(
            $"charging_report_age_seconds{{substation_id=\"{Samples.Substation}\"}} 3",
            await ExportAsync(),
            StringComparison.Ordinal);

        _metrics.Reported(Samples.Report, Start + TimeSpan.FromSeconds(4));
        _metrics.ShowReportAges(Start + TimeSpan.FromSeconds(4));
        Assert.Contains(
            $"charging_report_age_seconds{{substation_id=\"{Samples.Substation}\"}} 0",
            await ExportAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_balancer_that_serves_no_longer_knows_no_substation()
    {
        _metrics.Reported(Samples.Report, Start);
        _metrics.ShowReportAges(Start);
        _metrics.Serving(false);
        _metrics.ShowReportAges(Start);

        Assert.DoesNotContain("substation_id=", await ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_and_answers_are_timed()
    {
        _metrics.Decided(TimeSpan.FromMicroseconds(20));
        _metrics.Answered(TimeSpan.FromMilliseconds(20));

        var text = await ExportAsync();
        Assert.Contains("charging_decision_seconds_bucket{le=\"0.0001\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("charging_answer_seconds_bucket{le=\"0.03\"} 1", text, StringComparison.Ordinal);
    }

    private async Task<string> ExportAsync()
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
