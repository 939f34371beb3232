using System.Diagnostics;
using AkkaGrid.Benchmarks.Harness;

namespace AkkaGrid.Benchmarks.Bars;

/// <summary>How long after a write at one node a read at another shows it.</summary>
internal static class VisibilityBar
{
    private const int WritesPerRound = 50;
    private const int StampsPerRound = 5;
    private const string ContextHeader = Client.Contracts.GridHeaders.CausalContext;

    /// <summary>
    /// From the start of a PUT until a GET at another node has answered with it, against a subscriber of Distributed
    /// Data.
    /// </summary>
    public static async Task<IReadOnlyList<Bar>> RunAsync()
    {
        await using var grid = await NodeGrid.StartAsync(3, "--AkkaGrid:KeyValue:Durability=os");
        await using var data = await StoreGrid.DistributedDataAsync();
        using var http = new HttpClient();
        var phases = new Random(7);
        List<double> ours = [], theirs = [];
        for (var round = -2; round < Comparison.Rounds; round++)
        {
            for (var i = 0; i < WritesPerRound; i++)
                Note(round, ours, await WriteAndReadAsync(http, grid));
            for (var i = 0; i < StampsPerRound; i++)
            {
                // Its ticks come every half second: a write must not always come right behind one.
                await Task.Delay(phases.Next(500));
                await data.Members[0].AskAsync("stamp");
                Note(round, theirs, StoreGrid.Elapsed(await data.Members[1].AskAsync("seen")));
            }

            if (round >= 0)
                Console.Error.WriteLine(
                    $"round {round + 1}  {Comparison.Median(ours):N2} ms  {Comparison.Median(theirs):N0} ms");
        }

        var (our, their) = (Comparison.Median(ours), Comparison.Median(theirs));
        return
        [
            Bar.AtMost(
                "visible at another node, p50, against Distributed Data's defaults",
                our / their, 1 / 50.0, $"{our:N2} ms", $"{their:N0} ms", "0.0000x"),
        ];
    }

    private static async Task<TimeSpan> WriteAndReadAsync(HttpClient http, NodeGrid grid)
    {
        var started = Stopwatch.GetTimestamp();
        using var put = await http.PutAsync(
            $"http://127.0.0.1:{grid.HttpPorts[0]}/kv/seen", new ByteArrayContent(Workload.Value));
        put.EnsureSuccessStatusCode();
        using var read = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{grid.HttpPorts[1]}/kv/seen");
        // A node answers a read only from a state that has what the context names.
        read.Headers.Add(ContextHeader, put.Headers.GetValues(ContextHeader));
        using var get = await http.SendAsync(read);
        get.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(started);
    }

    private static void Note(int round, List<double> times, TimeSpan time)
    {
        if (round >= 0)
            times.Add(time.TotalMilliseconds);
    }
}
