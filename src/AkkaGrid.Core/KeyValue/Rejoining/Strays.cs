using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Rejoining;

/// <summary>What a replica that took the set's state over has left of its own: it must not be lost.</summary>
/// <param name="Ranges">The updates, by origin.</param>
public sealed record Strays(ImmutableArray<StrayRange> Ranges)
{
    /// <summary>
    /// Whether they get new timestamps. They keep theirs until one comes to a key that was deleted, or was written knowing
    /// of one that did: it must come behind the delete, which may be forgotten, and with it all that was written after it.
    /// </summary>
    public bool AreRenewed { get; init; }

    /// <summary>Nothing is left.</summary>
    public static readonly Strays None = new([]);

    /// <summary>Of each origin the last update that is left.</summary>
    public VectorClock Last => VectorClock.Of(Ranges.Select(range => new Dot(range.Origin, range.Last)));

    /// <summary>Whether nothing is left.</summary>
    public bool IsEmpty => Ranges.IsEmpty;
}
