using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>A node by itself, compiled ahead of time: how long until it serves, and what it then holds.</summary>
internal static class IdleBars
{
    private const double Mebibyte = 1 << 20;

    private static readonly TimeSpan PublishPatience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    /// <summary>How long a node is left alone before its memory is read.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Bar>> RunAsync()
    {
        using var program = new TemporaryFolder();
        await PublishAsync(program.Path);
        List<double> seconds = [], mebibytes = [];
        for (var round = -1; round < Comparison.Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            var ports = ReservedPorts.Take(3);
            var started = Stopwatch.GetTimestamp();
            await using var node = ServerProcess.Executable(
                Path.Combine(program.Path, "AkkaGrid.Node"),
                folder.Path,
                "node",
                "--AkkaGrid:Name=idle",
                $"--AkkaGrid:Remoting:Port={ports[0]}",
                $"--AkkaGrid:Metrics:Port={ports[1]}",
                $"--urls=http://127.0.0.1:{ports[2]}");
            await IsServingAsync(node, ports[2]).WaitAsync(StartPatience);
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (round < 0)
                continue;
            seconds.Add(elapsed.TotalSeconds);
            await Task.Delay(Rest);
            mebibytes.Add(node.ResidentBytes / Mebibyte);
            Console.Error.WriteLine($"start {elapsed.TotalSeconds:N2} s, {mebibytes[^1]:N0} MiB");
        }

        return
        [
            Bar.AtMost("idle node, resident memory", mebibytes.Max(), 150, "the most of all starts", "", "0 MiB"),
            Bar.AtMost("from start to serving, ReadyToRun", Comparison.Median(seconds), 1.5, "median", "", "0.00 s"),
        ];
    }

    /// <summary>Waits until a read is answered, which a store does that has no such key.</summary>
    private static async Task IsServingAsync(ServerProcess node, int port)
    {
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync($"http://127.0.0.1:{port}/kv/nothing");
                if (answer.StatusCode == HttpStatusCode.NotFound)
                    return;
            }
            catch (HttpRequestException) when (!node.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    /// <summary>
    /// Compiles the node ahead of time, in folders of its own. No compiler is to stay behind as a server: it would hold
    /// this program's output open long after the publishing is done.
    /// </summary>
    private static async Task PublishAsync(string folder)
    {
        var project = Path.Combine(Repository.Root, "src", "AkkaGrid.Node", "AkkaGrid.Node.csproj");
        using var artifacts = new TemporaryFolder();
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "false",
                "-p:PublishReadyToRun=true",
                "-p:UseSharedCompilation=false", "-nodeReuse:false", "--artifacts-path", artifacts.Path, "-o", folder,
                "-v:quiet", "-nologo",
            ]))!;
        using var ended = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, _ => publish.Kill(entireProcessTree: true));
        try
        {
            await publish.WaitForExitAsync().WaitAsync(PublishPatience);
        }
        finally
        {
            if (!publish.HasExited)
                publish.Kill(entireProcessTree: true);
        }

        if (publish.ExitCode != 0)
            throw new InvalidOperationException($"dotnet publish ended with {publish.ExitCode}");
    }
}
