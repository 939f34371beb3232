using AkkaGrid.Core.Causality;
using BenchmarkDotNet.Attributes;

namespace AkkaGrid.Benchmarks.Causality;

/// <summary>
/// Delivering 10,000 disordered updates, beside a stash that looks at all that waits after each delivery.
/// </summary>
[MemoryDiagnoser]
public class CausalStashBenchmarks
{
    private const int Messages = 10_000;
    private const int Disorder = 200;

    private readonly List<(Dot Dot, VectorClock Dependencies)> _arrivals = [];

    [Params(3, 32)]
    public int Replicas { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(Replicas);
        var origins = Enumerable.Range(0, Replicas)
            .Select(i => new Incarnation(ReplicaId.Create($"node{i:d2}"), (ulong)i + 1)).ToList();
        var clocks = Enumerable.Repeat(VectorClock.Over(Roster.Of(origins), new ulong[Replicas]), Replicas).ToArray();
        for (var i = 0; i < Messages; i++)
        {
            var replica = random.Next(Replicas);
            clocks[replica] = clocks[replica].Join(clocks[random.Next(Replicas)]);
            var dot = new Dot(origins[replica], clocks[replica][origins[replica]] + 1);
            _arrivals.Add((dot, clocks[replica]));
            clocks[replica] = clocks[replica].With(dot);
        }

        var disordered = _arrivals.Select((message, i) => (message, At: i + random.Next(Disorder)))
            .OrderBy(entry => entry.At).ToList();
        _arrivals.Clear();
        _arrivals.AddRange(disordered.Select(entry => entry.message));
    }

    [Benchmark(Baseline = true)]
    public int WaitingIndex()
    {
        var stash = new CausalStash<int>(VectorClock.Empty, StashLimits.Default);
        var delivered = 0;
        foreach (var (dot, dependencies) in _arrivals)
        {
            stash.Add(dot, dependencies, 0, 1);
            while (stash.TryTake(out _, out _))
                delivered++;
        }

        return delivered;
    }

    [Benchmark]
    public int FullRescan()
    {
        var held = new List<(Dot Dot, VectorClock Dependencies)>();
        var clock = VectorClock.Empty;
        var delivered = 0;
        foreach (var arrival in _arrivals)
        {
            held.Add(arrival);
            int ready;
            while ((ready = held.FindIndex(message =>
                clock[message.Dot.Origin] == message.Dot.Sequence - 1 && clock.Covers(message.Dependencies))) >= 0)
            {
                clock = clock.With(held[ready].Dot);
                held.RemoveAt(ready);
                delivered++;
            }
        }

        return delivered;
    }
}
