using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Benchmarks.LargeStore;

/// <summary>
/// More data than memory: loads keys of 100 bytes into a node with a small heap, restarts it, reads them at random and
/// page by page, and lets an empty replica take them over while writes go on. Says what each step takes.
/// </summary>
internal sealed class LargeStoreRun : IDisposable
{
    // So many updates that the new replica takes a snapshot, and not the log.
    private const int BatchKeys = 40;
    private const int Connections = 16;
    private const int Reads = 20_000;
    private const int PageKeys = 1_000;

    private readonly int _keys;
    private readonly int _heapMegabytes;
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<int> _ports = ReservedPorts.Take(6);

    private LargeStoreRun(int keys, int heapMegabytes)
    {
        _keys = keys;
        _heapMegabytes = heapMegabytes;
    }

    /// <summary>Runs it: <c>large-store [keys, 5000000] [heap limit in MB, 512]</c>.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var run = new LargeStoreRun(Number(args, 0, 5_000_000), Number(args, 1, 512));
        await run.RunAsync();
        return 0;
    }

    public void Dispose() => _folder.Dispose();

    private static int Number(string[] args, int place, int otherwise) =>
        args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;

    private static string Key(int i) => $"key/{i:d8}";

    /// <summary>100 characters that no compression gets rid of, and that its key tells.</summary>
    private static string Value(int i)
    {
        var bytes = new byte[75];
        new Random(i).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private async Task RunAsync()
    {
        Console.WriteLine($"{_keys:n0} keys, heap limit {_heapMegabytes} MB");
        Console.WriteLine($"{"step",-40} {"seconds",8} {"heap MB",8} {"RSS MB",8} {"peak MB",8}");
        var first = Start(1);
        await MeasureAsync("start", first, first.IsReadyAsync);
        await MeasureAsync("load", first, () => LoadAsync(first));
        await first.StopAsync();
        first = Start(1);
        await MeasureAsync("start again", first, first.IsReadyAsync);
        await MeasureAsync($"{Reads:n0} random reads", first, () => ReadAsync(first));
        await MeasureAsync($"all pages of {PageKeys:n0} keys", first, () => ScanAsync(first));
        var hasCaughtUp = new TaskCompletionSource();
        var writing = WriteAsync(first, hasCaughtUp.Task);
        using var second = Start(2);
        await MeasureAsync("an empty replica starts and takes it over", second, () =>
            CatchUpAsync(first, second, hasCaughtUp, writing));
        Console.WriteLine($"{"  and its source",-49} {await first.MemoryAsync()}");
        await MeasureAsync($"{Reads:n0} random reads there", second, () => ReadAsync(second));
        await MeasureAsync("all pages there", second, () => ScanAsync(second));
        Console.WriteLine($"on disk: {string.Join(", ", Directory.GetDirectories(Path.Combine(_folder.Path, "data")).Order().Select(OnDisk))}");
        first.Dispose();
    }

    private MeasuredNode Start(int node) => new(
        _folder.Path,
        $"node{node}",
        $"akka.tcp://AkkaGrid@127.0.0.1:{_ports[0]}",
        _ports[(node - 1) * 3],
        _ports[((node - 1) * 3) + 1],
        _ports[((node - 1) * 3) + 2],
        _heapMegabytes);

    private static async Task MeasureAsync(string step, MeasuredNode node, Func<Task> act)
    {
        var clock = Stopwatch.StartNew();
        await act();
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine($"{step,-40} {seconds,8:f1} {await node.MemoryAsync()}");
    }

    private Task LoadAsync(MeasuredNode node) => Parallel.ForAsync(
        0,
        (_keys + BatchKeys - 1) / BatchKeys,
        new ParallelOptions { MaxDegreeOfParallelism = Connections },
        async (batch, cancellationToken) =>
        {
            var keys = Enumerable.Range(batch * BatchKeys, Math.Min(BatchKeys, _keys - (batch * BatchKeys)));
            using var answer = await node.Http.PostAsJsonAsync(
                "store/batch", new { puts = keys.ToDictionary(Key, Value) }, cancellationToken);
            answer.EnsureSuccessStatusCode();
        });

    private async Task ReadAsync(MeasuredNode node)
    {
        var random = new Random(1);
        var keys = Enumerable.Range(0, Reads).Select(_ => random.Next(_keys)).ToList();
        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = Connections },
            async (i, cancellationToken) =>
            {
                if (await node.Http.GetStringAsync($"kv/{Key(i)}", cancellationToken) != Value(i))
                    throw new InvalidDataException($"{Key(i)} is not what was written");
            });
    }

    private async Task ScanAsync(MeasuredNode node)
    {
        var count = 0;
        string? after = null;
        do
        {
            var page = await node.Http.GetFromJsonAsync<JsonElement>($"kv?prefix=key/&limit={PageKeys}&after={after}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                if (item.GetProperty("key").GetString() != Key(count++))
                    throw new InvalidDataException($"{Key(count - 1)} is missing");
            }

            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        if (count != _keys)
            throw new InvalidDataException($"There are {count} keys");
    }

    private static async Task WriteAsync(MeasuredNode node, Task until)
    {
        for (var i = 0; !until.IsCompleted; i++)
        {
            using var answer = await node.Http.PutAsync($"kv/meanwhile/{i % 1_000}", new StringContent($"{i}"));
            answer.EnsureSuccessStatusCode();
            await Task.WhenAny(until, Task.Delay(10));
        }
    }

    private async Task CatchUpAsync(
        MeasuredNode first, MeasuredNode second, TaskCompletionSource hasCaughtUp, Task writing)
    {
        // An empty disk is not ready before it has merged with a member.
        await second.IsReadyAsync();
        while (!(await second.Http.GetAsync($"kv/{Key(_keys - 1)}")).IsSuccessStatusCode)
            await Task.Delay(100);
        hasCaughtUp.SetResult();
        await writing;
        while (await first.ClockAsync() != await second.ClockAsync())
            await Task.Delay(100);
    }

    private static string OnDisk(string directory)
    {
        var bytes = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories)
            .Sum(file => file.Length);
        return $"{Path.GetFileName(directory)} {bytes >> 20} MB";
    }
}
