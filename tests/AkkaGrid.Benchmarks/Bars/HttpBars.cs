using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Benchmarks.Servers;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Testing;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>The edge and the store as a whole, against an edge with nothing behind it.</summary>
internal static class HttpBars
{
    private const int Connections = 32;
    private const int RequestsPerRound = 30_000;

    /// <summary>Reads at one node, against a bare endpoint that returns the same bytes.</summary>
    public static async Task<IReadOnlyList<Bar>> GetAsync()
    {
        await using var grid = await NodeGrid.StartAsync(1, "--AkkaGrid:KeyValue:Durability=os");
        using var ours = await LoadGenerator.ConnectAsync(grid.HttpPorts[0], Connections);
        await ours.RunAsync(Workload.Keys, Workload.Puts);
        await using var bare = await BareAsync();
        using var theirs = await LoadGenerator.ConnectAsync(bare.Port, Connections);
        var compared = await Comparison.RunAsync(
            new("store", async () =>
            {
                var before = grid.Cpu;
                var elapsed = await ours.RunAsync(RequestsPerRound, Workload.Gets);
                return new Sample(RequestsPerRound, elapsed, grid.Cpu - before);
            }),
            bare.Variant(theirs, Workload.Gets));
        return [Bar.AtMost(
            "GET without context, CPU against a bare endpoint",
            compared.CpuRatio,
            1.2,
            compared.Ours,
            compared.Theirs)];
    }

    /// <summary>Writes at one of three nodes, until all three have them, against a bare endpoint that reads the same body.</summary>
    public static async Task<IReadOnlyList<Bar>> PutAsync()
    {
        await using var grid = await NodeGrid.StartAsync(3, "--AkkaGrid:KeyValue:Durability=os");
        using var ours = await LoadGenerator.ConnectAsync(grid.HttpPorts[0], Connections);
        await using var bare = await BareAsync();
        using var theirs = await LoadGenerator.ConnectAsync(bare.Port, Connections);
        var compared = await Comparison.RunAsync(Puts("store", grid, ours, RequestsPerRound), bare.Variant(theirs, Workload.Puts));
        return [Bar.AtLeast(
            "PUT to three replicas, durability os, rate against a bare endpoint",
            compared.RateRatio,
            0.35,
            compared.Ours,
            compared.Theirs)];
    }

    /// <summary>Writes that are synced to disk before they are acknowledged, against writes that are left to the system.</summary>
    public static async Task<IReadOnlyList<Bar>> DurabilityAsync()
    {
        const int Writers = 64;
        const int WritesPerRound = RequestsPerRound / 2;
        await using var synced = await NodeGrid.StartAsync(3, "--AkkaGrid:KeyValue:Durability=fsync");
        await using var left = await NodeGrid.StartAsync(3, "--AkkaGrid:KeyValue:Durability=os");
        using var ours = await LoadGenerator.ConnectAsync(synced.HttpPorts[0], Writers);
        using var theirs = await LoadGenerator.ConnectAsync(left.HttpPorts[0], Writers);
        var compared = await Comparison.RunAsync(Puts("fsync", synced, ours, WritesPerRound), Puts("os", left, theirs, WritesPerRound));
        return [Bar.AtLeast(
            "PUT, durability fsync, 64 connections, rate against os",
            compared.RateRatio,
            0.6,
            compared.Ours,
            compared.Theirs)];
    }

    private static Variant Puts(string name, NodeGrid grid, LoadGenerator load, int count) => new(name, async () =>
    {
        var before = grid.Cpu;
        var started = TimeProvider.System.GetTimestamp();
        await load.RunAsync(count, Workload.Puts);
        await grid.ConvergeAsync();
        return new Sample(count, TimeProvider.System.GetElapsedTime(started), grid.Cpu - before);
    });

    private static async Task<Bare> BareAsync()
    {
        var port = Ports.Free(1)[0];
        var folder = new TemporaryFolder();
        var process = ServerProcess.SilentPart(BareServer.Part, folder.Path, $"{port}");
        await process.AnswerAsync();
        return new Bare(process, folder, port);
    }

    private sealed record Bare(ServerProcess Process, TemporaryFolder Folder, int Port) : IAsyncDisposable
    {
        public Variant Variant(LoadGenerator load, IReadOnlyList<byte[]> requests) => new("bare", async () =>
        {
            var before = Process.Cpu;
            var elapsed = await load.RunAsync(RequestsPerRound, requests);
            return new Sample(RequestsPerRound, elapsed, Process.Cpu - before);
        });

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            Folder.Dispose();
        }
    }
}
