using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>One atomic write of one or many keys, as replicas exchange it.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="Causes">
/// The clock of all updates of others that its replica had delivered before it. The dot already says which own updates
/// came before it, so consecutive updates can share one clock.
/// </param>
/// <param name="Timestamp">Exceeds the timestamps of its causal past; decides between concurrent versions.</param>
/// <param name="Mutations">The changes, at most one for a key.</param>
public sealed record Update(Dot Dot, VectorClock Causes, HybridTimestamp Timestamp, ImmutableArray<Mutation> Mutations)
{
    /// <summary>Its size, in bytes, as limits and batches count it.</summary>
    public int Bytes { get; } = SizeOf(Causes, Mutations);

    /// <summary>The clock of all updates that its replica had delivered before it.</summary>
    public VectorClock Dependencies => Causes.WithAllBefore(Dot);

    /// <summary>Whether its replica had delivered another update before it.</summary>
    public bool Knew(Dot other) => other.Origin == Dot.Origin ? other.Sequence < Dot.Sequence : Causes.Covers(other);

    /// <summary>The version that it leaves at a key.</summary>
    public KeyVersion VersionOf(Mutation mutation) => new(Dot, Timestamp, mutation.Value) { Causes = Causes };

    private static int SizeOf(VectorClock causes, ImmutableArray<Mutation> mutations)
    {
        var bytes = 32 + (10 * causes.Roster.Count);
        foreach (var mutation in mutations)
            bytes += mutation.Bytes;
        return bytes;
    }
}
