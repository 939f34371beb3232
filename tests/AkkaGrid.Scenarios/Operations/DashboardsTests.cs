using System.Text.Json;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>The boards under grafana/, as far as they can be judged without a Grafana.</summary>
public sealed class DashboardsTests
{
    private static readonly string Grafana = Path.Combine(Repository.Root, "grafana");

    private static readonly List<string> Files =
        [.. new DirectoryInfo(Path.Combine(Grafana, "dashboards")).GetFiles("*.json").Select(file => file.Name).Order()];

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
            panel => Assert.Contains($"uid: {panel.GetProperty("datasource").GetProperty("uid").GetString()}\n", provisioned, StringComparison.Ordinal));
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
}
