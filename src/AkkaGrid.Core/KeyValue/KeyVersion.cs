using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>One version of a key: the value that an update put, or its tombstone.</summary>
/// <param name="Dot">The version's name: the update's dot, or the dot that its last reissue gave it.</param>
/// <param name="Timestamp">Of concurrent versions the one with the greatest timestamp wins.</param>
/// <param name="Value">The value that the update put; null for a tombstone.</param>
public sealed record KeyVersion(Dot Dot, HybridTimestamp Timestamp, Value? Value) : IComparable<KeyVersion>
{
    /// <summary>
    /// The dot of the client's write. Only the identity decides whether a clock covers the version, or a write knew it;
    /// two versions of one identity are the same version under two names.
    /// </summary>
    public Dot Identity { get; init; } = Dot;

    /// <summary>Whether a reissue has changed its name.</summary>
    public bool IsReissued => Dot != Identity;

    /// <summary>
    /// What the replica that wrote or reissued it had delivered at that moment, except what the identity's origin made
    /// before the identity.
    /// </summary>
    public VectorClock Causes { get; init; } = VectorClock.Empty;

    /// <summary>What the replica that wrote or reissued it had delivered at that moment.</summary>
    public VectorClock Dependencies => Causes.WithAllBefore(Identity);

    /// <summary>
    /// Orders versions by (timestamp, dot, identity): of concurrent ones the greatest wins, at every replica.
    /// </summary>
    public int CompareTo(KeyVersion? other)
    {
        if (other is null)
            return 1;
        var byTimestamp = Timestamp.CompareTo(other.Timestamp);
        if (byTimestamp != 0)
            return byTimestamp;
        var byDot = Dot.CompareTo(other.Dot);
        return byDot != 0 ? byDot : Identity.CompareTo(other.Identity);
    }

    /// <inheritdoc/>
    public bool Equals(KeyVersion? other) => other is not null
        && Dot == other.Dot && Timestamp == other.Timestamp && Identity == other.Identity && Equals(Value, other.Value)
        && Dependencies.Equals(other.Dependencies);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dot, Timestamp);
}
