using System.Collections.Immutable;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>
/// Splits the keys of a view into chunks. The versions of a key that is larger than a chunk are spread over several.
/// </summary>
/// <param name="view">The view of the cut.</param>
/// <param name="ranges">The ranges of keys that the snapshot holds, as bits.</param>
/// <param name="chunkBytes">
/// The size at which a chunk is full, in bytes. A larger version gets a chunk of its own.
/// </param>
internal sealed class SnapshotReader(IReplicaView view, uint ranges, int chunkBytes)
{
    private const int VersionOverhead = 32;

    private readonly ImmutableArray<KeyValuePair<Key, VersionSet>>.Builder _items =
        ImmutableArray.CreateBuilder<KeyValuePair<Key, VersionSet>>();
    private int _bytes;

    /// <summary>The chunk that starts at a position, and whether it is the last.</summary>
    public (ImmutableArray<KeyValuePair<Key, VersionSet>> Items, bool IsLast) ReadChunk(SnapshotPosition? after)
    {
        var isFull = after is { } place && !TryAdd(place.Key, view.Read(place.Key), place.Versions);
        if (!isFull)
            isFull = ScanAll(after?.Key).Any(item => !TryAdd(item.Key, item.Value, 0));
        return (_items.ToImmutable(), !isFull);
    }

    /// <summary>Adds as many versions of a key as fit; false where some do not fit.</summary>
    private bool TryAdd(Key key, VersionSet versions, int skipped)
    {
        var fitting = skipped;
        for (; fitting < versions.Versions.Length; fitting++)
        {
            var size = VersionOverhead + new Mutation(key, versions.Versions[fitting].Value).Bytes;
            if (_bytes > 0 && _bytes + size > chunkBytes)
                break;
            _bytes += size;
        }

        if (fitting > skipped)
            _items.Add(KeyValuePair.Create(key, fitting - skipped == versions.Versions.Length
                ? versions
                : VersionSet.Of(versions.Versions[skipped..fitting])));
        return fitting == versions.Versions.Length;
    }

    private IEnumerable<KeyValuePair<Key, VersionSet>> ScanAll(Key? after) =>
        from keyspace in Enum.GetValues<Keyspace>()
        where after is null || keyspace >= after.Value.Keyspace
        from item in view.Scan(keyspace, "", after?.Keyspace == keyspace ? after.Value.Name : null)
        where ranges == Installation.AllRanges || (ranges & (1U << ContentDigest.RangeOf(item.Key))) != 0
        select item;
}
