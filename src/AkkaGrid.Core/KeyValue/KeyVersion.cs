using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>What one update left at a key.</summary>
/// <param name="Dot">The update.</param>
/// <param name="Timestamp">The update's timestamp.</param>
/// <param name="Value">What it put; null where it deleted: a tombstone.</param>
public sealed record KeyVersion(Dot Dot, HybridTimestamp Timestamp, Value? Value) : IComparable<KeyVersion>
{
    /// <summary>The updates that the update brought again, the latest first; none for an ordinary one.</summary>
    public ImmutableArray<Dot> Originals { get; init; } = [];

    /// <summary>Orders versions by (timestamp, dot): of concurrent ones the greatest wins, at every replica.</summary>
    public int CompareTo(KeyVersion? other)
    {
        if (other is null)
            return 1;
        var byTimestamp = Timestamp.CompareTo(other.Timestamp);
        return byTimestamp != 0 ? byTimestamp : Dot.CompareTo(other.Dot);
    }

    /// <inheritdoc/>
    public bool Equals(KeyVersion? other) => other is not null
        && Dot == other.Dot && Timestamp == other.Timestamp && Equals(Value, other.Value) && Originals.SequenceEqual(other.Originals);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dot, Timestamp);
}
