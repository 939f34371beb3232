using System.Text.RegularExpressions;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Testing;
using Microsoft.Extensions.Configuration;

namespace AkkaGrid.Node.Tests.Configuration;

/// <summary>What docker-compose.yml and the Dockerfile set, read as a node reads it.</summary>
public sealed partial class ComposeFileTests
{
    [Fact]
    public void The_nodes_of_the_compose_file_start_with_what_it_sets()
    {
        var nodes = new[] { "node1", "node2", "node3" }.Select(Plan).ToList();

        Assert.Equal(["node1", "node2", "node3"], nodes.Select(node => node.Options.Name));
        Assert.Equal(
            [("substation_1", 80m), ("substation_2", 120m), ("substation_3", 100m)],
            nodes.Select(node => Assert.Single(node.Options.Substations))
                .Select(station => (station.Id, station.MaxCapacity!.Value)));
        Assert.All(nodes, node =>
        {
            Assert.Equal(nodes.Select(other => other.Options.Address), node.Options.Seeds);
            Assert.Equal("0.0.0.0", node.Options.Remoting.Hostname);
            Assert.Equal("/data", node.Options.DataPath);
            Assert.Equal("*", node.Options.Metrics.Host);
            Assert.Equal(["http://*:8080"], node.Urls);
            Assert.False(node.Options.Lab);
        });

        // The pages of the nodes link to each other by the ports that the host maps.
        Assert.Equal(
            new[] { "node1", "node2", "node3" }.Select(node => $"http://{MappedPort(node)}"),
            nodes.Select(node => node.Options.PublicUrl));
    }

    [Fact]
    public void Every_variable_of_the_compose_file_is_in_the_example_of_its_settings()
    {
        var known = Lines(".env.example").Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=')[0]);

        Assert.Empty(Variable().Matches(File.ReadAllText(PathOf("docker-compose.yml")))
            .Select(match => match.Groups["name"].Value)
            .Except(known));
    }

    [Fact]
    public void There_is_no_default_password() =>
        Assert.Contains("GRAFANA_ADMIN_PASSWORD=", Lines(".env.example"));

    private static string MappedPort(string service) =>
        Section($"  {service}:").Select(line => MappedPortLine().Match(Variable().Replace(line, "${fallback}")))
            .First(match => match.Success).Groups["at"].Value;

    private static NodeSetup Plan(string service)
    {
        var settings = new Dictionary<string, string?>();
        foreach (var match in Lines("docker/Dockerfile").Select(line => ImageSetting().Match(line))
            .Where(match => match.Success))
            settings[Key(match)] = match.Groups["value"].Value;
        foreach (var match in Section("x-settings: &settings").Concat(Section($"  {service}:"))
            .Select(line => ComposeSetting().Match(line)).Where(match => match.Success))
            settings[Key(match)] = Variable().Replace(match.Groups["value"].Value, "${fallback}");
        return Assert.Single(
            GridPlan.Read(local: false, new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Nodes);
    }

    private static string Key(Match match) => match.Groups["key"].Value is "ASPNETCORE_URLS"
        ? NodeConfiguration.UrlsKey
        : match.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal);

    private static IEnumerable<string> Section(string head) =>
        Lines("docker-compose.yml").SkipWhile(line => line != head).Skip(1).TakeWhile(line => line.Length > 0);

    private static string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    private static string PathOf(string file) => Path.Combine(Repository.Root, file);

    [GeneratedRegex(@"^ +(?<key>AkkaGrid__\w+): (?<value>.+)$")]
    private static partial Regex ComposeSetting();

    [GeneratedRegex(@"^(ENV| ) +(?<key>AkkaGrid__\w+|ASPNETCORE_URLS)=(?<value>[^ \\]+)")]
    private static partial Regex ImageSetting();

    [GeneratedRegex(@"^ +(ports: \[|- )""(?<at>127\.[\d.]+:\d+):8080""")]
    private static partial Regex MappedPortLine();

    [GeneratedRegex(@"\$\{(?<name>\w+)(:-(?<fallback>[^}]*)|:\?[^}]*)?\}")]
    private static partial Regex Variable();
}
