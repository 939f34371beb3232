using System.Text.Json;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Architecture;

/// <summary>What docs/contributing.md says of setting up: launch profiles and the container for development.</summary>
public sealed class DevelopmentSetupTests
{
    public static TheoryData<string> Programs => ["AkkaGrid.Node", "AkkaGrid.Cli"];

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_first_launch_profile_which_dotnet_run_takes_by_itself_sets_nothing(string program) =>
        Assert.Equal(["commandName"], Profiles(program)[0].Value.EnumerateObject().Select(member => member.Name));

    [Theory]
    [MemberData(nameof(Programs))]
    public void Each_launch_profile_is_explained(string program)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "contributing.md"));

        Assert.All(Profiles(program), profile => Assert.Contains($"`{profile.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_node_starts_with_the_arguments_of_each_launch_profile() =>
        Assert.Equal([("local grid", 3), ("one node", 1)], Profiles("AkkaGrid.Node").Select(profile =>
        {
            var command = CommandLine.Parse(Arguments(profile));
            var configuration = NodeConfiguration.Load(
                command.Local, command.Switches, Environment.GetEnvironmentVariable);
            return (profile.Name, GridPlan.Read(command.Local, configuration).Nodes.Count);
        }));

    [Fact]
    public async Task The_command_line_knows_the_command_of_each_launch_profile()
    {
        foreach (var profile in Profiles("AkkaGrid.Cli"))
        {
            var (exitCode, output) = await Tool.RunAsync(
                "dotnet",
                AppContext.BaseDirectory,
                [Path.Combine(AppContext.BaseDirectory, "akkagrid.dll"), .. Arguments(profile), "--help"]);
            Assert.True(exitCode == 0, output);
        }
    }

    [Fact]
    public void The_container_for_development_has_the_SDK_that_the_build_asks_for_and_what_the_tests_use()
    {
        var container = Read(".devcontainer", "devcontainer.json");
        var features = container.GetProperty("features");
        var sdk = Version.Parse(Read("global.json").GetProperty("sdk").GetProperty("version").GetString()!);

        Assert.Equal(
            sdk.ToString(2),
            features.GetProperty("ghcr.io/devcontainers/features/dotnet:2").GetProperty("version").GetString());
        Assert.True(features.TryGetProperty("ghcr.io/devcontainers/features/node:1", out _));
        Assert.Contains("chromium", container.GetProperty("postCreateCommand").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            new LocalGridOptions().Ports.Concat(new LocalGridOptions().EdgePorts).Order(),
            container.GetProperty("forwardPorts").EnumerateArray().Select(port => port.GetInt32()).Order());
    }

    private static JsonProperty[] Profiles(string program) =>
        [.. Read("src", program, "Properties", "launchSettings.json").GetProperty("profiles").EnumerateObject()];

    private static string[] Arguments(JsonProperty profile) =>
        profile.Value.TryGetProperty("commandLineArgs", out var arguments) ? arguments.GetString()!.Split(' ') : [];

    private static JsonElement Read(params string[] path) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine([Repository.Root, .. path]))).RootElement;
}
