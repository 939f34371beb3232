using AkkaGrid.Core.Causality;
using BenchmarkDotNet.Attributes;
using AkkaClock = Akka.Cluster.VectorClock;

namespace AkkaGrid.Benchmarks.Causality;

/// <summary>Comparing two clocks that differ in one entry, beside Akka.NET's own vector clock.</summary>
[MemoryDiagnoser]
public class VectorClockBenchmarks
{
    private VectorClock _ours = VectorClock.Empty;
    private VectorClock _oursLater = VectorClock.Empty;
    private AkkaClock _akka = AkkaClock.Create();
    private AkkaClock _akkaLater = AkkaClock.Create();

    [Params(3, 8, 64)]
    public int Replicas { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var origins = Enumerable.Range(0, Replicas)
            .Select(i => new Incarnation(ReplicaId.Create($"node{i:d2}"), (ulong)i + 1)).ToList();
        var roster = Roster.Of(origins);
        _ours = VectorClock.Over(roster, [.. Enumerable.Repeat(7UL, Replicas)]);
        _oursLater = _ours.With(new Dot(origins[^1], 8));
        _akka = origins.Aggregate(
            AkkaClock.Create(), (clock, origin) => clock.Increment(AkkaClock.Node.Create(origin.ToString())));
        _akkaLater = _akka.Increment(AkkaClock.Node.Create(origins[^1].ToString()));
    }

    [Benchmark(Baseline = true)]
    public CausalOrder Flat() => _ours.CompareTo(_oursLater);

    [Benchmark]
    public bool Akka() => _akka < _akkaLater;
}
