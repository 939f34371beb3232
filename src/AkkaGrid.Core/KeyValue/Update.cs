using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>One atomic write of one or many keys, as replicas exchange it.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="Dependencies">What its replica had delivered before it.</param>
/// <param name="Timestamp">Exceeds the timestamps of its causal past; decides between concurrent versions.</param>
/// <param name="Mutations">The changes, at most one for a key.</param>
public sealed record Update(Dot Dot, VectorClock Dependencies, HybridTimestamp Timestamp, ImmutableArray<Mutation> Mutations)
{
    /// <summary>Its size, in bytes, as limits and batches count it.</summary>
    public int Bytes { get; } = SizeOf(Dependencies, Mutations);

    /// <summary>What it leaves at a key.</summary>
    public KeyVersion VersionOf(Mutation mutation) => new(Dot, Timestamp, mutation.Value) { Dependencies = Dependencies };

    private static int SizeOf(VectorClock dependencies, ImmutableArray<Mutation> mutations)
    {
        var bytes = 32 + (10 * dependencies.Roster.Count);
        foreach (var mutation in mutations)
            bytes += mutation.Bytes;
        return bytes;
    }
}
