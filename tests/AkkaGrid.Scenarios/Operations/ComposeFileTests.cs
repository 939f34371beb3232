using System.Text.RegularExpressions;
using System.Xml.Linq;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>What docker-compose.yml promises of its containers; their settings, a node's own test holds.</summary>
public sealed partial class ComposeFileTests
{
    private static readonly string[] Nodes = ["node1", "node2", "node3"];

    public static TheoryData<string> Services => [.. ComposeFile.Services.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_container_has_a_memory_limit_and_a_bounded_log(string service)
    {
        var settings = ComposeFile.Services[service];

        Assert.Matches("^[0-9]+[mg]$", (string)settings["mem_limit"]);
        var logging = (Dictionary<object, object>)settings["logging"];
        Assert.Equal("json-file", logging["driver"]);
        var options = (Dictionary<object, object>)logging["options"];
        Assert.Equal(("10m", "5"), (options["max-size"], options["max-file"]));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void An_image_has_a_tag_that_names_a_version(string service) =>
        Assert.Matches(@"^[\w./-]+:v?[0-9]+\.[0-9]+\.[0-9]+$", (string)ComposeFile.Services[service]["image"]);

    [Fact]
    public void The_nodes_image_is_tagged_with_the_version_of_the_program()
    {
        var image = "akkagrid-node:" + XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Descendants("Version").Single().Value;

        Assert.All(Nodes, node => Assert.Equal(image, ComposeFile.Services[node]["image"]));
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(File.ReadAllText);
        Assert.All(pages.SelectMany(page => Image().Matches(page)), match => Assert.Equal(image, match.Value));
    }

    [Fact]
    public void Prometheus_starts_although_a_node_is_sick()
    {
        var awaited = (Dictionary<object, object>)ComposeFile.Services["prometheus"]["depends_on"];

        Assert.Equal(Nodes, awaited.Keys.Order());
        Assert.All(
            awaited.Values,
            condition => Assert.Equal("service_started", ((Dictionary<object, object>)condition)["condition"]));
    }

    [Fact]
    public void Prometheus_keeps_its_data_for_a_bounded_time_in_a_bounded_space()
    {
        var command = Strings(ComposeFile.Services["prometheus"]["command"]);

        Assert.Contains("--storage.tsdb.retention.time=15d", command);
        Assert.Contains("--storage.tsdb.retention.size=5GB", command);

        // A command replaces that of the image, which sets these.
        Assert.Contains("--config.file=/etc/prometheus/prometheus.yml", command);
        Assert.Contains("--storage.tsdb.path=/prometheus", command);
    }

    [Theory]
    [InlineData("node1", "5000:8080", "8000:8080", "8080:8080")]
    [InlineData("node2", "5001:8080")]
    [InlineData("node3", "5002:8080")]
    [InlineData("prometheus", "9090:9090")]
    [InlineData("grafana", "3000:3000")]
    public void Without_settings_a_service_is_where_it_has_always_been(string service, params string[] ports) =>
        Assert.Equal(ports.Select(port => $"127.0.0.1:{port}"), Strings(ComposeFile.Services[service]["ports"]));

    [Fact]
    public void The_example_of_settings_shows_each_variable_with_its_default()
    {
        var example = File.ReadAllLines(Path.Combine(Repository.Root, ".env.example"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .Where(setting => setting[0] != "COMPOSE_PROJECT_NAME")
            .ToDictionary(setting => setting[0], setting => setting[1]);

        Assert.Equal(ComposeFile.Defaults.OrderBy(variable => variable.Key), example.OrderBy(variable => variable.Key));
    }

    private static IEnumerable<string> Strings(object list) => ((List<object>)list).Cast<string>();

    [GeneratedRegex("akkagrid-node:[0-9.]*[0-9]")]
    private static partial Regex Image();
}
