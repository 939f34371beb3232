using System.Text.Json;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Testing;
using Microsoft.Extensions.Configuration;

namespace AkkaGrid.Node.Tests.Configuration;

public sealed class NodeConfigurationTests
{
    [Fact]
    public void One_node_reads_the_environment_variables_of_the_originals()
    {
        var original = new Dictionary<string, string?>
        {
            ["NODE_ID"] = "node7",
            ["PORT"] = "5007",
            ["SUBSTATION_ID"] = "substation_7",
            ["MAX_CAPACITY"] = "80",
            ["CHARGE_PROCESSING_TIME"] = "8",
        };

        var plan = GridPlan.Read(false, NodeConfiguration.Load(false, [], original.GetValueOrDefault));

        var node = Assert.Single(plan.Nodes);
        Assert.Equal("node7", node.Options.Name);
        Assert.Equal(["http://127.0.0.1:5007"], node.Urls);
        var substation = Assert.Single(node.Options.Substations);
        Assert.Equal(
            ("substation_7", 80m, TimeSpan.FromSeconds(8)),
            (substation.Id, substation.MaxCapacity, substation.ChargeProcessingTime));
    }

    [Fact]
    public void The_command_line_wins_over_the_originals_names()
    {
        var configuration = NodeConfiguration.Load(
            false, ["--AkkaGrid:Name=b", "--urls", "http://127.0.0.1:1"], name => name is "NODE_ID" ? "a" : null);

        Assert.Equal("b", configuration["AkkaGrid:Name"]);
        Assert.Equal("http://127.0.0.1:1", configuration["urls"]);
    }

    [Fact]
    public void A_switch_that_nothing_reads_is_refused() => Assert.Contains(
        "--name is not known",
        Assert.Throws<StartException>(() => NodeConfiguration.Load(false, ["--name=a"], _ => null)).Message);

    [Fact]
    public void Every_key_of_the_settings_file_is_read()
    {
        var path = Path.Combine(Repository.Root, "src", "AkkaGrid.Node", "appsettings.json");
        var errors = new List<string>();

        var file = new ConfigurationBuilder().AddJsonFile(path).Build();
        OptionsReader.Read<NodeOptions>(file.GetSection(NodeOptions.Section), errors);

        Assert.Empty(errors);
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        Assert.All(
            json.RootElement.EnumerateObject(), key => Assert.Contains(key.Name, new[] { NodeOptions.Section, "Logging" }));
    }
}
