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
    /// <summary>The update that this one brings again; null for an ordinary one.</summary>
    public Restatement? Restates { get; init; }

    /// <summary>Whether it brings another again with a new timestamp.</summary>
    public bool IsRenewed => Restates?.Timestamp == Timestamp;

    /// <summary>Its size, in bytes, as limits and batches count it.</summary>
    public int Bytes { get; } = SizeOf(Dependencies, Mutations);

    /// <summary>
    /// Whether it was made with knowledge of another update. One that does not name an incarnation of which all members have
    /// noted the end was made after that: what was made before is delivered already.
    /// </summary>
    /// <param name="dot">The other update.</param>
    /// <param name="folds">The incarnations that this one need not name.</param>
    public bool Saw(Dot dot, Folds folds) => Restates is { } restates
        ? !restates.Unseen.Contains(dot) && Covers(restates.Context, dot, folds)
        : Covers(Dependencies, dot, folds);

    /// <summary>Whether the replica that made it had delivered another update by then, be it that it brings one again that had not.</summary>
    /// <param name="dot">The other update.</param>
    /// <param name="folds">The incarnations that this one need not name.</param>
    public bool CameAfter(Dot dot, Folds folds) => Covers(Dependencies, dot, folds);

    private static bool Covers(VectorClock seen, Dot dot, Folds folds) => seen[dot.Origin] switch
    {
        0 => folds.ImpliedEndOf(dot.Origin) >= dot.Sequence,
        var count => count >= dot.Sequence,
    };

    private static int SizeOf(VectorClock dependencies, ImmutableArray<Mutation> mutations)
    {
        var bytes = 32 + (10 * dependencies.Roster.Count);
        foreach (var mutation in mutations)
            bytes += mutation.Bytes;
        return bytes;
    }
}
