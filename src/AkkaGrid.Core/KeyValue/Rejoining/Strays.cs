using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Rejoining;

/// <summary>What a replica that took the set's state over has left of its own: it must not be lost.</summary>
/// <param name="Ranges">The updates, by origin.</param>
/// <param name="Bound">
/// What an update must have known to be delivered as it is; one that knew less may be concurrent to a tombstone that is
/// collected, and is restated.
/// </param>
public sealed record Strays(ImmutableArray<StrayRange> Ranges, VectorClock Bound)
{
    /// <summary>Nothing is left.</summary>
    public static readonly Strays None = new([], VectorClock.Empty);

    /// <summary>Whether nothing is left.</summary>
    public bool IsEmpty => Ranges.IsEmpty;
}
