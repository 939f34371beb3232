using System.Diagnostics;
using System.Globalization;
using Akka.Hosting;
using AkkaGrid.Benchmarks.Harness;
using AkkaGrid.Benchmarks.Twin;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Storage;
using Prometheus;
using KeyValueOptions = AkkaGrid.KeyValue.KeyValueOptions;

namespace AkkaGrid.Benchmarks.Servers;

/// <summary>One replica of the store, without an edge, written to in its own process.</summary>
internal sealed class StoreServer(KeyValueStore store, Action<AkkaConfigurationBuilder> addReplica) : IDisposable
{
    /// <summary>Names this part of the program on its command line.</summary>
    public const string Part = "serve-store";

    /// <summary>Names the twin that keeps no causal order.</summary>
    public const string TwinPart = "serve-twin";

    private ClusterMember? _member;
    private int _written;

    public static async Task RunAsync(string name, string folder, bool isTwin)
    {
        var options = new KeyValueOptions
        {
            Name = ReplicaId.Create(name),
            DataDirectory = folder,
            Durability = Durability.Os,
            ContextWait = TimeSpan.FromSeconds(30),
            WriteTimeout = TimeSpan.FromSeconds(30),
        };
        using var store = new KeyValueStore(
            options,
            RocksStorage.Open(Path.Combine(folder, name), options.Name, options.Durability),
            TimeProvider.System,
            Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()));
        using var server = new StoreServer(store, akka =>
        {
            if (isTwin)
                akka.AddTwin(store);
            else
                akka.AddKeyValue(store);
        });
        await Commands.ServeAsync(name, server.AnswerAsync);
    }

    public void Dispose() => store.Dispose();

    private async Task<string> AnswerAsync(string[] command)
    {
        switch (command)
        {
            case ["start"]:
                _member = await ClusterMember.StartAsync(addReplica);
                return _member.Address;
            case ["join", var address]:
                await _member!.JoinAsync(address);
                return "joined";
            case ["stop"]:
                await _member!.DisposeAsync();
                return "stopped";
            case ["write", var count, var inFlight]:
                return Milliseconds(await WriteAsync(Number(count), Number(inFlight)));
            case ["catch-up", var address, var count]:
                return Milliseconds(await CatchUpAsync(address, (ulong)Number(count)));
            case ["await", var count]:
                return Milliseconds(await AwaitAsync((ulong)Number(count)));
            case ["total"]:
                return $"{Total()}";
            case ["peers", var count]:
                while (_member!.UpCount <= Number(count))
                    await Task.Delay(TimeSpan.FromMilliseconds(20));
                // Replicas know each other once each has announced itself.
                await Task.Delay(5 * store.Options.TickInterval);
                return "met";
            default:
                return "unknown";
        }
    }

    /// <summary>Writes single keys in turn, some at a time.</summary>
    private async Task<TimeSpan> WriteAsync(int count, int inFlight)
    {
        var left = count;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var key = Key.Create(Keyspace.User, Workload.Key(Interlocked.Increment(ref _written)));
                await store.WriteAsync(
                    new WriteRequest([new Mutation(key, new Value(Workload.Value, Workload.ContentType))]));

                // As a request that comes by a connection does, the next one waits behind all that waits for a thread.
                await Task.Factory.StartNew(
                    static () => { },
                    CancellationToken.None,
                    TaskCreationOptions.PreferFairness,
                    TaskScheduler.Default);
            }
        })));
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits until this replica has as many updates.</summary>
    private async Task<TimeSpan> AwaitAsync(ulong count)
    {
        var started = Stopwatch.GetTimestamp();
        while (Total() < count)
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>
    /// Joins, and waits until this replica has as many updates. What it misses can come before it knows that it has
    /// joined, so the time counts from the last moment at which nothing had come.
    /// </summary>
    private async Task<TimeSpan> CatchUpAsync(string address, ulong count)
    {
        var before = Total();
        var joining = _member!.JoinAsync(address);
        var started = Stopwatch.GetTimestamp();
        for (var now = started; Total() == before; now = Stopwatch.GetTimestamp())
        {
            started = now;
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }

        while (Total() < count)
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        var elapsed = Stopwatch.GetElapsedTime(started);
        await joining;
        return elapsed;
    }

    private ulong Total() => store.Storage.Clock.CountBeyond(VectorClock.Empty);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan elapsed) =>
        elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
}
