using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Divergence;

/// <summary>
/// A digest, by range of keys, of all live versions of a replica and of whether a tombstone hides them: equal content
/// has equal digests. Other tombstones are left out, because members collect them at different times. Immutable.
/// </summary>
/// <remarks>
/// Each version adds its hash by exclusive or, so a change of one key updates the digest without reading other keys. A
/// key's range follows from its hash. The mixing function is that of G. Steele et al., "Fast splittable pseudorandom
/// number generators" (2014).
/// </remarks>
public sealed class ContentDigest : IEquatable<ContentDigest>
{
    /// <summary>How many ranges there are.</summary>
    public const int RangeCount = 16;

    /// <summary>The digest of no content.</summary>
    public static readonly ContentDigest Empty = new(new ulong[RangeCount]);

    private readonly ulong[] _ranges;

    private ContentDigest(ulong[] ranges) => _ranges = ranges;

    /// <summary>The digest of each range.</summary>
    public ReadOnlySpan<ulong> Ranges => _ranges;

    /// <summary>The digest of all ranges.</summary>
    public ulong Total => _ranges.Aggregate(0UL, (total, range) => Mix(total ^ range));

    /// <summary>The digest of given ranges; empty where their number is not <see cref="RangeCount"/>.</summary>
    public static ContentDigest Of(IReadOnlyCollection<ulong> ranges) =>
        ranges.Count == RangeCount ? new([.. ranges]) : Empty;

    /// <summary>The range that a key belongs to.</summary>
    public static int RangeOf(Key key) => RangeOf(HashOf(key));

    /// <summary>The ranges that differ from another's, as bits.</summary>
    public uint Differing(ContentDigest other)
    {
        var bits = 0U;
        for (var range = 0; range < RangeCount; range++)
            bits |= _ranges[range] == other._ranges[range] ? 0 : 1U << range;
        return bits;
    }

    /// <inheritdoc/>
    public bool Equals(ContentDigest? other) => other is not null && Differing(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ContentDigest);

    /// <inheritdoc/>
    public override int GetHashCode() => Total.GetHashCode();

    private static int RangeOf(ulong key) => (int)(key % RangeCount);

    private static ulong PartOf(ulong key, VersionSet versions)
    {
        var (part, isDeleted) = (0UL, versions.Winner is { Value: null } ? 1UL : 0);
        foreach (var version in versions.Versions)
        {
            if (version.Value is null)
                continue;
            var dot = HashOf(version.Dot);
            var identity = version.IsReissued ? HashOf(version.Identity) : dot;
            part ^= Mix(isDeleted ^ key ^ Mix(dot ^ Mix(identity ^ version.Timestamp.Ticks)));
        }

        return part;
    }

    private static ulong HashOf(Key key)
    {
        var hash = (ulong)key.Keyspace;
        foreach (var character in key.Name)
            hash = (hash ^ character) * 0x100000001B3;
        return Mix(hash);
    }

    private static ulong HashOf(Dot dot) => Mix(dot.Origin.Nonce ^ Mix(dot.Sequence));

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Updates a digest key by key.</summary>
    public sealed class Builder(ContentDigest start)
    {
        private readonly ulong[] _ranges = [.. start._ranges];
        private ContentDigest? _built = start;

        /// <summary>The digest after the changes so far.</summary>
        public ContentDigest Digest => _built ??= new ContentDigest([.. _ranges]);

        /// <summary>Replaces the versions of a key in the digest.</summary>
        /// <returns>Whether that changes the digest.</returns>
        public bool Replace(Key key, VersionSet before, VersionSet after)
        {
            var hash = HashOf(key);
            var change = PartOf(hash, before) ^ PartOf(hash, after);
            if (change == 0)
                return false;
            _ranges[RangeOf(hash)] ^= change;
            _built = null;
            return true;
        }
    }
}
