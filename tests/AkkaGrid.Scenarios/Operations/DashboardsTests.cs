using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>The boards under grafana/, as far as they can be judged without a Grafana.</summary>
public sealed partial class DashboardsTests
{
    // Only the balancer's node shows these. They have to stay visible when other nodes are selected.
    private static readonly HashSet<string> OfTheBalancer =
    [
        "charging_balancer_serving", "charging_refused_ratio", "charging_pooled_refused_ratio",
        "charging_blocking_ratio",
        "charging_requests_total", "charging_waiting_requests", "charging_report_age_seconds", "substation_load",
        "charging_decision_seconds_bucket", "charging_retry_after_error_seconds_bucket",
    ];

    private static readonly HashSet<string> WordsOfPromQl =
        ["sum", "max", "count", "rate", "increase", "histogram_quantile", "min_over_time", "vector", "or"];

    private static readonly string Grafana = Path.Combine(Repository.Root, "grafana");

    private static readonly List<string> Files =
        [.. new DirectoryInfo(Path.Combine(Grafana, "dashboards"))
            .GetFiles("*.json").Select(file => file.Name).Order()];

    public static TheoryData<string> Boards => [.. Files];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_board_asks_for_what_is_documented_or_recorded_only(string board)
    {
        var known = MetricNames.Documented.Concat(MetricNames.Recorded).ToHashSet();

        Assert.All(Expressions(Read(board)).SelectMany(MetricNames.In), name => Assert.Contains(name, known));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Each_panel_asks_the_data_source_that_is_provisioned(string board)
    {
        var provisioned = File.ReadAllText(Path.Combine(Grafana, "provisioning", "datasources", "prometheus.yml"));

        Assert.All(
            Panels(Read(board)).Where(panel => panel.GetProperty("type").GetString() != "row"),
            panel => Assert.Contains(
                $"uid: {panel.GetProperty("datasource").GetProperty("uid").GetString()}\n",
                provisioned,
                StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void The_panels_of_a_board_can_be_told_apart(string board)
    {
        var panels = Panels(Read(board));

        Assert.NotEmpty(panels);
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("title").GetString()).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void The_cluster_and_its_nodes_can_be_chosen(string board)
    {
        var variables = Read(board).GetProperty("templating").GetProperty("list").EnumerateArray().ToList();

        Assert.Equal(
            [
                ("cluster", "label_values(up{job=\"akkagrid\"}, cluster)", false),
                ("node", "label_values(up{job=\"akkagrid\", cluster=\"$cluster\"}, node)", true),
            ],
            variables.Select(variable => (
                variable.GetProperty("name").GetString()!,
                variable.GetProperty("definition").GetString()!,
                variable.GetProperty("includeAll").GetBoolean())));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Each_query_asks_for_the_chosen_cluster_and_nodes(string board) =>
        Assert.All(Expressions(Read(board)), expression =>
        {
            Assert.All(Selector().Matches(expression), selector =>
            {
                var (name, labels) = (selector.Groups["name"].Value, selector.Groups["labels"].Value);
                // Some alerts are of no cluster.
                Assert.Contains(
                    name == "ALERTS" ? "cluster=~\"$cluster|\"" : "cluster=\"$cluster\"",
                    labels,
                    StringComparison.Ordinal);
                if (name != "ALERTS"
                    && !name.StartsWith("charging:", StringComparison.Ordinal)
                    && !OfTheBalancer.Contains(name))
                    Assert.Contains("node=~\"$node\"", labels, StringComparison.Ordinal);
            });

            // Nothing is asked for without labels.
            var rest = NoMetric().Replace(Selector().Replace(expression, ""), "");
            Assert.All(Word().Matches(rest), word => Assert.Contains(word.Value, WordsOfPromQl));
        });

    [Fact]
    public void Each_scrape_target_has_the_labels_that_the_boards_choose_by()
    {
        var targets = File.ReadLines(Path.Combine(Repository.Root, "prometheus.yml"))
            .Where(line => line.Contains("targets:", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.Matches(@"labels: \{cluster: \w+, node: \w+\}", target));
    }

    [Fact]
    public void Recorded_figures_keep_the_cluster_apart()
    {
        var rules = File.ReadAllText(Path.Combine(MetricNames.RulesFolder, "recording.rules.yml"));

        Assert.DoesNotMatch(@"\b(sum|max|min|count|avg) ?\(", rules);
        Assert.All(
            Grouping().Matches(rules),
            grouping => Assert.StartsWith("by (cluster", grouping.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void The_first_row_is_the_summary(string board)
    {
        var panels = Panels(Read(board));

        Assert.Equal(
            ("row", "Summary"),
            (panels[0].GetProperty("type").GetString(), panels[0].GetProperty("title").GetString()));
        Assert.Equal(0, panels[0].GetProperty("gridPos").GetProperty("y").GetInt32());
        var summary = panels.Skip(1).TakeWhile(panel => panel.GetProperty("type").GetString() != "row").ToList();
        Assert.NotEmpty(summary);
        Assert.All(summary, panel => Assert.Equal("stat", panel.GetProperty("type").GetString()));
    }

    [Fact]
    public void Boards_are_told_apart_by_their_uid() =>
        Assert.Equal(Files.Count, Files.Select(board => Read(board).GetProperty("uid").GetString()).Distinct().Count());

    private static JsonElement Read(string board) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Grafana, "dashboards", board))).RootElement;

    private static List<JsonElement> Panels(JsonElement board) => [.. board.GetProperty("panels").EnumerateArray()];

    private static IEnumerable<string> Expressions(JsonElement board) => Panels(board)
        .Where(panel => panel.TryGetProperty("targets", out _))
        .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
        .Concat(board.GetProperty("annotations").GetProperty("list").EnumerateArray())
        .Select(target => target.GetProperty("expr").GetString()!);

    [GeneratedRegex(@"(?<name>[a-zA-Z_:][\w:]*)\{(?<labels>[^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"by \([^)]*\)|\[[^\]]*\]")]
    private static partial Regex NoMetric();

    [GeneratedRegex(@"by \([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"[a-zA-Z_][\w:]*")]
    private static partial Regex Word();
}
