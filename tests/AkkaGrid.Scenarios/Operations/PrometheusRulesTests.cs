using System.Text.RegularExpressions;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>
/// The rules and alerts under docker/prometheus, held by promtool against made-up series, and against the
/// documentation.
/// </summary>
public sealed partial class PrometheusRulesTests
{
    private static readonly string Rules = MetricNames.RulesFolder;

    [SkippableFact]
    public async Task The_rules_are_well_formed() =>
        await Promtool.RunAsync(Rules, ["check", "rules", .. Directory.GetFiles(Rules, "*.rules.yml")]);

    [SkippableFact]
    public async Task Prometheus_takes_the_configuration()
    {
        // The path of the rules in it is that of the container.
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Repository.Root, "prometheus.yml"), Path.Combine(folder.Path, "prometheus.yml"));
        var rules = Directory.CreateDirectory(Path.Combine(folder.Path, "rules"));
        foreach (var file in Directory.GetFiles(Rules, "*.rules.yml"))
            File.Copy(file, Path.Combine(rules.FullName, Path.GetFileName(file)));

        Assert.Contains(
            "2 rule files",
            await Promtool.RunAsync(folder.Path, ["check", "config", "prometheus.yml"]),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Each_alert_comes_when_it_should_and_not_before() =>
        await Promtool.RunAsync(Rules, ["test", "rules", .. Directory.GetFiles(Rules, "*.test.yml")]);

    [Fact]
    public void Each_alert_and_each_recording_is_tested() =>
        Assert.All(Names("*.rules.yml", RuleName()), name => Assert.Contains(name, Names("*.test.yml", TestedName())));

    [Fact]
    public void Each_alert_has_its_paragraph_in_the_runbook()
    {
        var runbook = File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbook.md"));

        Assert.All(
            Names("alerts.rules.yml", RuleName()),
            alert => Assert.Contains($"\n## {alert}\n", runbook, StringComparison.Ordinal));
        Assert.Equal(
            Names("alerts.rules.yml", RuleName())
                .Select(alert => $"{{{{ $externalLabels.runbook }}}}#{alert.ToLowerInvariant()}"),
            Names("alerts.rules.yml", Runbook()));
    }

    [Fact]
    public void The_address_of_the_runbook_that_alerts_link_to_is_set()
    {
        Assert.Contains(
            "external_labels: {runbook: \"${RUNBOOK_URL}\"}",
            File.ReadAllText(Path.Combine(Repository.Root, "prometheus.yml")),
            StringComparison.Ordinal);
        var address = Regex.Match(
            File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml")),
            @"RUNBOOK_URL: \$\{RUNBOOK_URL:-(?<url>\S+)\}").Groups["url"].Value;
        Assert.True(Uri.TryCreate(address, UriKind.Absolute, out var url), address);
        Assert.Equal("/user/runbook.md", url.AbsolutePath);
    }

    [Fact]
    public void Rules_ask_for_what_is_documented_or_recorded_only()
    {
        var known = MetricNames.Documented.Concat(MetricNames.Recorded).ToHashSet();

        Assert.All(Names("*.rules.yml", Expression()).SelectMany(MetricNames.In), name => Assert.Contains(name, known));
    }

    private static List<string> Names(string files, Regex pattern) =>
        [.. Directory.GetFiles(Rules, files).Order().SelectMany(file => pattern.Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"- (alert|record): (?<name>\S+)")]
    private static partial Regex RuleName();

    [GeneratedRegex(@"(alertname: |expr: (round\()?)(?<name>[\w:]+)")]
    private static partial Regex TestedName();

    [GeneratedRegex("runbook_url: \"(?<name>[^\"]+)\"")]
    private static partial Regex Runbook();

    [GeneratedRegex(@"expr: (?<name>.+)")]
    private static partial Regex Expression();
}
