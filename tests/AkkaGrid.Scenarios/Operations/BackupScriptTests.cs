using System.Diagnostics;
using System.Globalization;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using AkkaGrid.Testing.Processes;

namespace AkkaGrid.Scenarios.Operations;

/// <summary>The script of docs/backups.md, and the restore drill that the page describes.</summary>
public sealed class BackupScriptTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "docker", "backup");

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backup_is_packed_elsewhere_old_ones_go_and_a_node_serves_what_is_in_it(bool withCommandLine)
    {
        SkipWithout("tar", "find");
        if (!withCommandLine)
            SkipWithout("curl");
        using var target = new TemporaryFolder();
        var (old, foreign) = (Touch(target, "20200101T020000Z.tar.gz"), Touch(target, "notes.tar.gz"));
        var ports = ReservedPorts.Take(4);

        using (var node = Start(null, ports[0], ports[1]))
        {
            await node.IsReadyAsync(Url(ports[1]));
            using (var http = new HttpClient())
                (await http.PutAsync($"{Url(ports[1])}/kv/canary", new StringContent("alive")))
                    .EnsureSuccessStatusCode();

            var (exitCode, output) = await RunAsync(
                Url(ports[1]), withCommandLine, Path.Combine(node.Folder, "data", "node1"), target.Path);

            Assert.True(exitCode == 0, output);
            Assert.Empty(Directory.GetDirectories(Path.Combine(node.Folder, "data", "node1", "backups")));
        }

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(foreign));
        var packed = Assert.Single(Directory.GetFiles(target.Path), file => file != foreign);
        using var drill = new TemporaryFolder();
        Assert.Equal((0, ""), await Tool.RunAsync("tar", drill.Path, "-xzf", packed));
        using var restored = Start(Assert.Single(Directory.GetDirectories(drill.Path)), ports[2], ports[3]);
        await restored.IsReadyAsync(Url(ports[3]));
        using var reader = new HttpClient();
        Assert.Equal("alive", await reader.GetStringAsync($"{Url(ports[3])}/kv/canary"));
    }

    [SkippableFact]
    public async Task Where_the_node_does_not_answer_the_script_fails_and_deletes_nothing()
    {
        SkipWithout("curl", "tar", "find");
        using var target = new TemporaryFolder();
        var old = Touch(target, "20200101T020000Z.tar.gz");

        var (exitCode, _) = await RunAsync(
            Url(ReservedPorts.Take(1)[0]), withCommandLine: false, target.Path, target.Path);

        Assert.NotEqual(0, exitCode);
        Assert.Equal([old], Directory.GetFiles(target.Path));
    }

    private static NodeProcess Start(string? data, int remoting, int http)
    {
        List<string> arguments =
            [
                "node",
                "--AkkaGrid:Name=node1",
                $"--AkkaGrid:Remoting:Port={remoting}",
                $"--urls={Url(http)}",
                "--AkkaGrid:Metrics:Port=0"
            ];
        if (data is not null)
            arguments.Add($"--AkkaGrid:DataDirectory={data}");
        return new NodeProcess([.. arguments]);
    }

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private static string Touch(TemporaryFolder folder, string name)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return path;
    }

    /// <summary>Runs the script with a PATH of its own: the tools that it needs, and the command line or not.</summary>
    private static async Task<(int ExitCode, string Output)> RunAsync(
        string node, bool withCommandLine, string data, string target)
    {
        using var tools = new TemporaryFolder();
        if (withCommandLine)
        {
            var akkagrid = Path.Combine(tools.Path, "akkagrid");
            await File.WriteAllTextAsync(
                akkagrid,
                $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "akkagrid.dll")}' \"$@\"\n");
            Assert.Equal((0, ""), await Tool.RunAsync("chmod", tools.Path, "+x", akkagrid));
        }

        foreach (var tool in (string[])["sh", "date", "tar", "gzip", "mv", "rm", "find", "curl", "dotnet"])
            if (Tool.Find(tool) is { } path)
                File.CreateSymbolicLink(Path.Combine(tools.Path, tool), path);
        return await Tool.RunAsync(new ProcessStartInfo("/bin/sh", [Script, data, target, "14"])
        {
            Environment = { ["AKKAGRID_NODE"] = node, ["PATH"] = tools.Path },
        });
    }

    private static void SkipWithout(params string[] tools)
    {
        foreach (var tool in tools)
            Skip.If(Tool.Find(tool) is null, $"There is no {tool} on the PATH.");
    }
}
