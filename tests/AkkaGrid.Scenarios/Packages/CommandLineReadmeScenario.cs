using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Packages;

/// <summary>The README of the package akkagrid: each command that it shows is run against a node.</summary>
public sealed partial class CommandLineReadmeScenario
{
    [Fact]
    public async Task Each_command_of_the_readme_is_done()
    {
        var ports = ReservedPorts.Take(2);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[1]}");
        using var node = new NodeProcess(
        [
            "node",
            $"--AkkaGrid:Remoting:Port={ports[0]}",
            $"--urls={url}",
            "--AkkaGrid:Metrics:Port=0",
            "--AkkaGrid:Substations:0:Id=substation_1",
            "--AkkaGrid:Substations:0:MaxCapacity=80",
        ]);
        await node.IsReadyAsync(url);
        var commands = Command()
            .Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "AkkaGrid.Cli", "README.md")))
            .Select(match => match.Groups["arguments"].Value)
            .ToList();

        Assert.NotEmpty(commands);
        foreach (var command in commands)
        {
            var (exitCode, output) = await Tool.RunAsync(
                new ProcessStartInfo(
                    "dotnet", [Path.Combine(AppContext.BaseDirectory, "akkagrid.dll"), .. command.Split(' ')])
                {
                    Environment = { ["AKKAGRID_NODE"] = url },
                });
            Assert.True(exitCode == 0, $"akkagrid {command}: {output}");
        }
    }

    [GeneratedRegex("^akkagrid (?<arguments>.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
