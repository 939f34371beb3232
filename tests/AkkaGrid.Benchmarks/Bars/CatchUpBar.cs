using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Benchmarks.Servers;
using AkkaGrid.Testing;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>A replica that was away comes back and takes over what it has missed.</summary>
internal static class CatchUpBar
{
    private const int Missed = 100_000;

    /// <summary>
    /// From the last moment at which nothing has come until all is on its disk, against the same updates in the same
    /// messages over Akka.Remote: encoded, sent, decoded and thrown away. Then, without a bar, against bytes that are
    /// made beforehand.
    /// </summary>
    public static async Task<IReadOnlyList<Bar>> RunAsync()
    {
        await using var grid = await StoreGrid.StoreAsync(2, StoreServer.Part);
        using var folder = new TemporaryFolder();
        await using var source = ServerProcess.Part(RemoteServer.Part, folder.Path);
        await using var sink = ServerProcess.Part(RemoteServer.Part, folder.Path);
        await source.AnswerAsync();
        var address = await sink.AnswerAsync();
        var updates = await AgainstAsync(RemoteServer.Updates);
        var bytes = await AgainstAsync(RemoteServer.ReadyBytes);
        return
        [
            Bar.AtLeast(
                "catching up after 100,000 missed updates, rate against bare batched Akka.Remote of the same updates",
                updates.RateRatio,
                0.25,
                updates.Ours,
                updates.Theirs),
            Bar.Beside(
                "the same, against bytes that are ready and are not looked at",
                bytes.RateRatio,
                bytes.Ours,
                bytes.Theirs),
        ];

        async Task<Comparison> AgainstAsync(string kind)
        {
            await source.AskAsync($"prepare {kind} {Missed}");
            return await Comparison.RunAsync(
                new("catch-up", grid.CatchUpAsync),
                new("remote", async () =>
                {
                    var before = source.Cpu + sink.Cpu;
                    var elapsed = await source.AskAsync($"send {address}");
                    return new Sample(Missed, StoreGrid.Elapsed(elapsed), source.Cpu + sink.Cpu - before);
                }));
        }
    }

    private static async Task<Sample> CatchUpAsync(this StoreGrid grid)
    {
        var (writer, away) = (grid.Members[0], grid.Members[1]);
        await away.AskAsync("stop");
        await writer.AskAsync($"write {Missed} 256");
        var total = await writer.AskAsync("total");
        await away.AskAsync("start");
        var before = grid.Cpu;
        var elapsed = await away.AskAsync($"catch-up {grid.First} {total}");
        return new Sample(Missed, StoreGrid.Elapsed(elapsed), grid.Cpu - before);
    }
}
