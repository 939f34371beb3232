using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Benchmarks.Servers;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>The edge and the store as a whole, against an edge with nothing behind it.</summary>
internal static class HttpBars
{
    private const int Connections = 32;
    private const int RequestsPerRound = 30_000;
    private const string Gets = "GET without context, CPU against a bare endpoint with the same bytes on the wire";

    // A context, and an ETag, are longer from here on, up to 16,383: then all answers have the same length.
    private const int SequencesOfOneByte = 200;

    /// <summary>
    /// Reads at one node, against a bare endpoint that returns the same bytes: the same headers and the same body, as
    /// many bytes on the wire. Then, without a bar, against one that returns the body alone.
    /// </summary>
    public static async Task<IReadOnlyList<Bar>> GetAsync()
    {
        await using var grid = await NodeGrid.StartAsync(1, "--AkkaGrid:KeyValue:Durability=os");
        using var ours = await LoadGenerator.ConnectAsync(grid.HttpPorts[0], Connections);
        await ours.RunAsync(SequencesOfOneByte, Workload.Puts);
        await ours.RunAsync(Workload.Keys, Workload.Puts);
        var gets = Variant.OfLoad("store", () => grid.Cpu, ours, RequestsPerRound, Workload.Gets);
        var headers = (await ours.HeadAsync(Workload.Gets[0])).Skip(1).Select(line => line.Split(": ", 2)).Where(IsOurs)
            .SelectMany(header => header);
        var (whole, wholeBytes) = await AgainstBareAsync(headers);
        var (body, _) = await AgainstBareAsync([]);
        return [
            wholeBytes.Ours == wholeBytes.Theirs
                ? Bar.AtMost(Gets, whole.CpuRatio, 1.2, whole.Ours, whole.Theirs)
                : Bar.Failed(Gets, $"not the same bytes: {wholeBytes.Ours} and {wholeBytes.Theirs}"),
            Bar.Beside(
                "the same, against an endpoint that returns the body alone", body.CpuRatio, body.Ours, body.Theirs),
        ];

        async Task<(Comparison Compared, (long Ours, long Theirs) Bytes)> AgainstBareAsync(IEnumerable<string> told)
        {
            await using var bare = await BareAsync([.. told]);
            using var theirs = await LoadGenerator.ConnectAsync(bare.Port, Connections);
            var before = ours.AnswerBytes;
            var compared = await Comparison.RunAsync(gets, bare.Variant(theirs, Workload.Gets));
            return (compared, (ours.AnswerBytes - before, theirs.AnswerBytes));
        }

        // The rest is Kestrel's and the result's own.
        static bool IsOurs(string[] header) => header[0] is not ("Date" or "Content-Length" or "Content-Type");
    }

    /// <summary>
    /// Writes at one of three nodes, until all three have them, against a bare endpoint that reads the same body.
    /// </summary>
    public static async Task<IReadOnlyList<Bar>> PutAsync()
    {
        await using var grid = await NodeGrid.StartAsync(3, "--AkkaGrid:KeyValue:Durability=os");
        using var ours = await LoadGenerator.ConnectAsync(grid.HttpPorts[0], Connections);
        await using var bare = await BareAsync([]);
        using var theirs = await LoadGenerator.ConnectAsync(bare.Port, Connections);
        var compared = await Comparison.RunAsync(
            Puts("store", grid, ours, RequestsPerRound), bare.Variant(theirs, Workload.Puts));
        return [Bar.AtLeast(
            "PUT to three replicas, durability os, rate against a bare endpoint",
            compared.RateRatio,
            0.35,
            compared.Ours,
            compared.Theirs)];
    }

    /// <summary>
    /// Writes that are synced to disk before they are acknowledged, against writes that are left to the system.
    /// </summary>
    public static async Task<IReadOnlyList<Bar>> DurabilityAsync()
    {
        const int Writers = 64;
        const int WritesPerRound = RequestsPerRound / 2;
        await using var synced = await NodeGrid.StartAsync(3, "--AkkaGrid:KeyValue:Durability=fsync");
        await using var left = await NodeGrid.StartAsync(3, "--AkkaGrid:KeyValue:Durability=os");
        using var ours = await LoadGenerator.ConnectAsync(synced.HttpPorts[0], Writers);
        using var theirs = await LoadGenerator.ConnectAsync(left.HttpPorts[0], Writers);
        var compared = await Comparison.RunAsync(
            Puts("fsync", synced, ours, WritesPerRound), Puts("os", left, theirs, WritesPerRound));
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

    private static async Task<Bare> BareAsync(IReadOnlyList<string> headers)
    {
        var port = ReservedPorts.Take(1)[0];
        var folder = new TemporaryFolder();
        var process = ServerProcess.SilentPart(BareServer.Part, folder.Path, [$"{port}", .. headers]);
        await process.AnswerAsync();
        return new Bare(process, folder, port);
    }

    private sealed record Bare(ServerProcess Process, TemporaryFolder Folder, int Port) : IAsyncDisposable
    {
        public Variant Variant(LoadGenerator load, IReadOnlyList<byte[]> requests) =>
            Harness.Variant.OfLoad("bare", () => Process.Cpu, load, RequestsPerRound, requests);

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            Folder.Dispose();
        }
    }
}
