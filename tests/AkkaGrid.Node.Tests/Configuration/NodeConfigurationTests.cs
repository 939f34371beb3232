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
            (substation.Id, substation.MaxCapacity!.Value, substation.ChargeProcessingTime));
    }

    [Fact]
    public void The_command_line_wins_over_the_originals_names()
    {
        var configuration = NodeConfiguration.Load(
            false, ["--AkkaGrid:Name=b", "--urls", "http://127.0.0.1:1"], name => name is "NODE_ID" ? "a" : null);

        Assert.Equal("b", configuration["AkkaGrid:Name"]);
        Assert.Equal("http://127.0.0.1:1", configuration["urls"]);
    }

    [Theory]
    [InlineData("--name=a", "--name is not known")]
    [InlineData("--urlsx=a", "--urlsx is not known")]
    [InlineData("--AkkaGrid:=a", "--AkkaGrid: is not known")]
    [InlineData("-v", "-v is not known")]
    [InlineData("-v=1", "-v is not known")]
    [InlineData("/AkkaGrid:Name=a", "/AkkaGrid:Name is not known")]
    [InlineData("AkkaGrid:Name=a", "AkkaGrid:Name is not known")]
    [InlineData("--AkkaGrid:Name", "--AkkaGrid:Name has no value")]
    [InlineData("--AkkaGrid:Name --urls", "--AkkaGrid:Name has no value")]
    public void What_is_no_setting_on_the_command_line_is_refused(string line, string error) => Assert.Contains(
        error, Assert.Throws<StartException>(() => NodeConfiguration.Load(false, line.Split(' '), _ => null)).Message);

    [Theory]
    [InlineData("{ \"AkkaGrid\": { \"Name\": } }", "is not JSON: line 1, byte 25: ")]
    [InlineData("{\n  \"AkkaGrid\": {\n", "is not JSON: line 3, byte 1: ")]
    [InlineData("[]", "has the wrong form: ")]
    [InlineData("{ \"AkkaGrid\": { \"Name\": \"a\", \"name\": \"b\" } }", "is ambiguous")]
    [InlineData("{ \"AkkaGrid\": { \"Lab\": true }, \"AkkaGrid:Lab\": false }", "is ambiguous")]
    [InlineData(
        "{ \"AkkaGird\": { \"Lab\": true } }", "'AkkaGird' is not known; there are AkkaGrid, Logging and urls.")]
    public void A_settings_file_that_is_broken_or_ambiguous_is_told_in_one_line(string file, string error)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "appsettings.json");
        File.WriteAllText(path, file);

        var reason = Assert.Single(
            Assert.Throws<StartException>(() => NodeConfiguration.Load(false, [], _ => null, folder.Path)).Reasons);

        Assert.StartsWith(path, reason);
        Assert.Contains(error, reason);
        Assert.DoesNotContain('\n', reason);
    }

    [Theory]
    [InlineData(false, "ASPNETCORE_HTTP_PORTS", "80", "set --urls or ASPNETCORE_URLS")]
    [InlineData(false, "ASPNETCORE_HTTPS_PORTS", "443", "set --urls or ASPNETCORE_URLS")]
    [InlineData(false, "DOTNET_URLS", "http://h:1", "set --urls or ASPNETCORE_URLS")]
    [InlineData(true, "ASPNETCORE_HTTP_PORTS", "8080", "AkkaGrid:Local:Ports")]
    [InlineData(false, "ASPNETCORE_CONTENTROOT", "/srv", "AkkaGrid:DataDirectory")]
    [InlineData(false, "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true", "AkkaGrid:Security:AllowedHosts")]
    [InlineData(false, "ASPNETCORE_ENVIRONMENT", "Test", "appsettings.Test.json is not read")]
    public void What_ASPNET_reads_and_this_program_does_not_is_refused_with_what_to_set(
        bool local, string name, string value, string remedy)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "appsettings.Test.json"), "{}");

        var error = Assert.Throws<StartException>(
            () => NodeConfiguration.Load(local, [], read => read == name ? value : null, folder.Path));

        Assert.Contains(remedy, Assert.Single(error.Reasons));
    }

    [Theory]
    [InlineData("{ \"Kestrel\": { \"Endpoints\": { \"H\": { \"Url\": \"http://h:1\" } } } }", "Kestrel is not read")]
    [InlineData("{ \"AllowedHosts\": \"*\" }", "AkkaGrid:Security:AllowedHosts")]
    public void Sections_of_ASPNET_in_the_settings_file_are_refused_with_what_to_set(string file, string remedy)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "appsettings.json"), file);

        var error = Assert.Throws<StartException>(() => NodeConfiguration.Load(false, [], _ => null, folder.Path));

        Assert.Contains(remedy, Assert.Single(error.Reasons));
    }

    [Fact]
    public void Addresses_are_for_one_node_and_not_for_the_local_grid() => Assert.Contains(
        "AkkaGrid:Local:Ports",
        Assert.Throws<StartException>(() =>
            NodeConfiguration.Load(true, ["--urls=http://127.0.0.1:1"], _ => null)).Message);

    [Fact]
    public void The_port_that_images_of_NET_set_and_an_environment_without_a_file_are_no_wish_of_anybody()
    {
        using var folder = new TemporaryFolder();
        var image = new Dictionary<string, string?>
        {
            ["ASPNETCORE_HTTP_PORTS"] = "8080",
            ["DOTNET_RUNNING_IN_CONTAINER"] = "true",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        };

        var plan = GridPlan.Read(false, NodeConfiguration.Load(false, [], image.GetValueOrDefault, folder.Path));

        Assert.Equal([GridPlan.DefaultUrl], plan.Nodes[0].Urls);
    }

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
            json.RootElement.EnumerateObject(),
            key => Assert.Contains(key.Name, new[] { NodeOptions.Section, "Logging" }));
    }
}
