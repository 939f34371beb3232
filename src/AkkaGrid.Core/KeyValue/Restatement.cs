using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// Says of an update that it brings one again that its origin could not get to the replica set: it was made without
/// knowledge of what the set had forgotten by then.
/// </summary>
/// <param name="Originals">
/// The updates that are brought again, at least one: the latest first, then what that one had brought again itself.
/// </param>
/// <param name="Context">What the originals had seen: it replaces that, and stands beside the rest.</param>
/// <param name="Timestamp">The timestamp of the original, by which its versions are compared.</param>
public sealed record Restatement(ImmutableArray<RestatedUpdate> Originals, VectorClock Context, HybridTimestamp Timestamp)
{
    /// <summary>The update that is brought again.</summary>
    public Dot Original => Originals[0].Dot;

    /// <summary>
    /// The versions of its keys that the originals had not seen: it stands beside them, even where the context does not name
    /// their incarnation because it is folded, or counts them among those of another version.
    /// </summary>
    public ImmutableArray<Dot> Unseen { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(Restatement? other) => other is not null
        && Originals.SequenceEqual(other.Originals) && Unseen.SequenceEqual(other.Unseen) && Context.Equals(other.Context) && Timestamp == other.Timestamp;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Original, Timestamp);
}
