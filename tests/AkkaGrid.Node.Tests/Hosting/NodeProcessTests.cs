using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Node.Tests.Hosting;

[Trait("Speed", "Slow")]
public sealed class NodeProcessTests
{
    [Fact]
    public async Task The_local_grid_starts_without_settings_shows_itself_and_ends_with_0_at_SIGTERM()
    {
        var ports = ReservedPorts.Take(8);
        using var grid = new NodeProcess(
        [
            $"--AkkaGrid:Local:Ports={ports[0]},{ports[1]},{ports[2]}",
            $"--AkkaGrid:Local:EdgePorts={ports[3]}",
            $"--AkkaGrid:Local:RemotingPorts={ports[5]},{ports[6]},{ports[7]}",
            $"--AkkaGrid:Metrics:Port={ports[4]}",
        ]);
        foreach (var port in ports.Take(4))
            await grid.IsReadyAsync($"http://127.0.0.1:{port}");

        using var http = new HttpClient();
        Assert.Contains("<title>AkkaGrid", await http.GetStringAsync($"http://127.0.0.1:{ports[3]}/"));
        Assert.Contains("cluster_members", await http.GetStringAsync($"http://127.0.0.1:{ports[1]}/metrics"));
        foreach (var host in (string[])["127.0.0.1", "localhost"])
            Assert.Contains("dotnet_", await http.GetStringAsync($"http://{host}:{ports[4]}/metrics"));

        await grid.SendSigtermAsync();
        Assert.Equal(0, await grid.ExitCodeAsync());
        Assert.Contains("substation_2 (120 kW)", grid.Output);
        Assert.DoesNotContain("fail:", grid.Output);
        Assert.True(Directory.Exists(Path.Combine(grid.Folder, "data", "local", "node1")));
    }

    [Fact]
    public async Task One_node_is_configured_by_the_environment()
    {
        var ports = ReservedPorts.Take(2);
        using var node = new NodeProcess(
            ["node", "--AkkaGrid:Metrics:Port=0"],
            ("AkkaGrid__Name", "alpha"),
            ("AkkaGrid__Remoting__Port", ports[0].ToString(CultureInfo.InvariantCulture)),
            ("AkkaGrid__Substations__0__Id", "north"),
            ("AkkaGrid__Substations__0__MaxCapacity", "80"),
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{ports[1]}"));

        await node.IsReadyAsync($"http://127.0.0.1:{ports[1]}");

        await node.SendSigtermAsync();
        Assert.Equal(0, await node.ExitCodeAsync());
        Assert.Contains("alpha", node.Output);
        Assert.Contains("north (80 kW)", node.Output);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("simple")]
    public async Task A_line_of_the_log_has_its_time_with_its_zone_and_its_level_once(string formatter)
    {
        var ports = ReservedPorts.Take(2);
        using var node = new NodeProcess(
            [
                "node",
                "--AkkaGrid:Metrics:Port=0",
                "--Logging:LogLevel:Akka=Information",
                $"--AkkaGrid:Remoting:Port={ports[0]}",
                $"--urls=http://127.0.0.1:{ports[1]}",
            ],
            ("Logging__Console__FormatterName", formatter));
        await node.IsReadyAsync($"http://127.0.0.1:{ports[1]}");
        await node.SendSigtermAsync();
        Assert.Equal(0, await node.ExitCodeAsync());

        var lines = node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (formatter == "json")
        {
            var messages = lines.Select(line => JsonElement.Parse(line)).ToList();
            Assert.All(messages, line => Assert.Matches(
                @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.GetProperty("Timestamp").GetString()));
            Assert.Contains(
                messages,
                line => line.GetProperty("Message").GetString()!.Contains($"serves at http://127.0.0.1:{ports[1]}"));
            Assert.Contains(messages, line => line.GetProperty("Category").GetString() == "Akka");
        }
        else
        {
            Assert.Contains(
                lines,
                line => Regex.IsMatch(line, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: Akka\[0\] remoting"));
            Assert.DoesNotContain(lines, line => line.Contains("[INFO]", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_log_in_JSON_ends_in_JSON_and_a_form_that_there_is_not_is_refused()
    {
        using var unknown = new NodeProcess(["node", "--Logging:Console:FormatterName=jsno"]);
        using var json = new NodeProcess(["node", "--AkkaGrid:Lab=maybe", "--Logging:Console:FormatterName=json"]);

        Assert.Equal((1, 1), (await unknown.ExitCodeAsync(), await json.ExitCodeAsync()));
        Assert.Contains("Logging:Console:FormatterName is 'jsno'; there are simple, json, systemd.", unknown.Output);
        Assert.Equal(
            "AkkaGrid:Lab is 'maybe'; expected true or false.",
            JsonElement.Parse(json.Output.Trim()).GetProperty("Message").GetString());
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_with_the_port_and_the_key_to_change()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var free = ReservedPorts.Take(2);
        using var grid = new NodeProcess(
        [
            $"--AkkaGrid:Local:Ports={free[0]},{free[1]},{port}",
            "--AkkaGrid:Local:EdgePorts=",
            "--AkkaGrid:Metrics:Port=0",
        ]);

        Assert.Equal(1, await grid.ExitCodeAsync());
        Assert.Contains(
            $"AkkaGrid: Port {port} on 127.0.0.1 is taken; free it or change AkkaGrid:Local:Ports", grid.Output);
    }

    [Theory]
    [InlineData("--help", "AkkaGrid.Node node [--AkkaGrid:Key=value ...]")]
    [InlineData("node -h", "AkkaGrid.Node node [--AkkaGrid:Key=value ...]")]
    [InlineData("--version", "0.")]
    public async Task Help_and_version_are_printed_and_end_with_0(string line, string text)
    {
        using var node = new NodeProcess(line.Split(' '));

        Assert.Equal(0, await node.ExitCodeAsync());
        Assert.Contains(text, node.Output);
    }

    [Fact]
    public async Task A_second_start_on_the_same_data_says_which_process_has_it_open()
    {
        var ports = ReservedPorts.Take(4);
        using var folder = new TemporaryFolder();
        using var first = Start(0);
        await first.IsReadyAsync($"http://127.0.0.1:{ports[0]}");

        using var second = Start(2);

        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains(
            $"Another process ({first.Id}) has the data directory "
                + $"'{Path.Combine(folder.Path, "shared", "store")}' open",
            second.Output);
        Assert.DoesNotContain("   at ", second.Output);
        await first.SendSigtermAsync();
        Assert.Equal(0, await first.ExitCodeAsync());

        NodeProcess Start(int port) => new(
            folder.Path,
            [
                "node",
                "--AkkaGrid:Name=a",
                "--AkkaGrid:DataDirectory=shared",
                "--AkkaGrid:Metrics:Port=0",
                $"--AkkaGrid:Remoting:Port={ports[port + 1]}",
                $"--urls=http://127.0.0.1:{ports[port]}",
            ]);
    }

    [Theory]
    [InlineData("--AkkaGrid:Lab=maybe", "AkkaGrid:Lab is 'maybe'; expected true or false.")]
    [InlineData("grid", "'grid' is not known.")]
    [InlineData("--name=a", "--name is not known")]
    public async Task What_it_does_not_understand_ends_the_start(string argument, string text)
    {
        using var node = new NodeProcess([argument]);

        Assert.Equal(1, await node.ExitCodeAsync());
        Assert.Contains(text, node.Output);
        Assert.DoesNotContain("   at ", node.Output);
    }
}
