using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Merging;
using BenchmarkDotNet.Attributes;

namespace AkkaGrid.Benchmarks.KeyValue;

/// <summary>What a key's versions cost: the next write of a key, and the merge with another replica's.</summary>
[MemoryDiagnoser]
public class VersionSetBenchmarks
{
    private static readonly Incarnation A = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation B = new(ReplicaId.Create("b"), 2);
    private static readonly VectorClock Seen = VectorClock.Of(new Dot(A, 5), new Dot(B, 7));
    private static readonly Update Next = new(
        new Dot(A, 6),
        Seen,
        new HybridTimestamp(3),
        [new Mutation(Key.Create(Keyspace.User, "x"), new Value(new byte[100]))]);
    private static readonly ReplicaCut Here = new(Seen, VectorClock.Empty, new HybridTimestamp(3), default);
    private static readonly ReplicaCut There =
        new(VectorClock.Of(new Dot(A, 5), new Dot(B, 8)), VectorClock.Empty, new HybridTimestamp(3), default);

    private readonly VersionSet _mine =
        VersionSet.Of(new KeyVersion(new Dot(A, 5), new HybridTimestamp(1), new Value(new byte[100])));
    private readonly VersionSet _theirs =
        VersionSet.Of(new KeyVersion(new Dot(B, 8), new HybridTimestamp(2), new Value(new byte[100])));

    [Benchmark]
    public VersionSet Replace() => _mine.After(Next, Next.Mutations[0]);

    [Benchmark]
    public VersionSet Merge() => new StateMerge(Here, There, new Dot(A, 5)).Merge(_mine, _theirs);
}
