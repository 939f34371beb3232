using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Finds stable tombstones, which raise the horizon, and collects them once every member has announced a horizon that
/// covers them.
/// </summary>
/// <param name="storage">The index of tombstones.</param>
/// <param name="limit">How many tombstones it checks in one tick.</param>
internal sealed class TombstoneCollector(IReplicaStorage storage, int limit)
{
    private readonly Dictionary<Incarnation, ulong> _scanned = [];
    private readonly HashSet<Key> _waiting = [];
    private Queue<KeyValuePair<Dot, Key>> _found = new();
    private VectorClock _scannedTo = VectorClock.Empty;
    private VectorClock _collectedTo = VectorClock.Empty;
    private bool _isSettled = true;

    /// <summary>Finds the tombstones that have become stable.</summary>
    /// <param name="stable">The clock of the stable updates.</param>
    /// <param name="read">Reads the current versions of a key.</param>
    /// <returns>
    /// The identities of those that their keys still hold: the horizon must cover them before they are collected.
    /// </returns>
    public IReadOnlyList<Dot> Find(VectorClock stable, Func<Key, VersionSet> read)
    {
        if (_scannedTo.Covers(stable))
            return [];
        var identities = new List<Dot>();
        var looked = 0;
        foreach (var end in stable.Entries)
        {
            var scanned = _scanned.GetValueOrDefault(end.Origin);
            if (scanned >= end.Sequence)
                continue;
            foreach (var entry in storage.ReadTombstones(end.Origin, scanned)
                .TakeWhile(entry => stable.Covers(entry.Key)))
            {
                // A batch may have left several tombstones with the same name: they are checked in the same tick.
                if (looked++ >= limit && entry.Key.Sequence > scanned)
                    return identities;
                _scanned[end.Origin] = scanned = entry.Key.Sequence;
                _isSettled = false;
                _found.Enqueue(entry);
                if (TombstoneAt(read(entry.Value), entry.Key) is { } tombstone)
                    identities.Add(tombstone.Identity);
            }

            _scanned[end.Origin] = end.Sequence;
        }

        _scannedTo = stable;
        return identities;
    }

    /// <summary>
    /// Records that a key was written. Tombstones that it still holds are checked again if they were checked before,
    /// and so are those that have waited at this key: the write may have replaced them.
    /// </summary>
    public void Written(Key key, VersionSet versions)
    {
        _isSettled &= !_waiting.Contains(key);
        foreach (var version in versions.Versions)
        {
            if (version.Value is null && _scanned.GetValueOrDefault(version.Dot.Origin) >= version.Dot.Sequence)
            {
                _found.Enqueue(KeyValuePair.Create(version.Dot, key));
                _isSettled = false;
            }
        }
    }

    /// <summary>Starts the scan again: a merge may have brought tombstones of any sequence.</summary>
    public void Reset()
    {
        _scanned.Clear();
        _found.Clear();
        _waiting.Clear();
        _scannedTo = VectorClock.Empty;
    }

    /// <summary>
    /// Removes the tombstones that can be collected, and returns the index entries that are no longer needed. A
    /// tombstone that must stay is kept at its key without an entry: the next update of the key knows the horizon, and
    /// so replaces it.
    /// </summary>
    /// <param name="agreed">The horizon that every member has announced.</param>
    /// <param name="read">Reads the current versions of a key.</param>
    /// <param name="store">Replaces the versions of a key by the remaining ones.</param>
    public IReadOnlyList<KeyValuePair<Dot, Key>> Collect(
        VectorClock agreed, Func<Key, VersionSet> read, Action<Key, VersionSet, VersionSet> store)
    {
        if (_isSettled && _collectedTo.Covers(agreed))
            return [];
        var done = new List<KeyValuePair<Dot, Key>>();
        var waiting = new Queue<KeyValuePair<Dot, Key>>();
        var isSettled = true;
        _waiting.Clear();
        while (_found.TryDequeue(out var entry))
        {
            var versions = read(entry.Value);
            if (done.Count == limit
                || (TombstoneAt(versions, entry.Key) is { } tombstone && !agreed.Covers(tombstone.Identity)))
            {
                waiting.Enqueue(entry);
                _waiting.Add(entry.Value);
                continue;
            }

            done.Add(entry);
            var left = Without(versions, agreed);
            if (left.Versions.Length == versions.Versions.Length)
                continue;
            store(entry.Value, versions, left);

            // Writing a key adds index entries for all tombstones that it still holds, also for those whose entries
            // were removed.
            foreach (var version in left.Versions.Where(version => version.Value is null))
            {
                waiting.Enqueue(KeyValuePair.Create(version.Dot, entry.Value));
                isSettled = false;
            }
        }

        _found = waiting;
        (_collectedTo, _isSettled) = (agreed, isSettled && done.Count < limit);
        return done;
    }

    /// <summary>
    /// The versions of a key without the tombstones that can be collected: those for which no lesser version stays.
    /// Without its tombstone a lesser live version would become visible, now or once the versions above both are
    /// overwritten. A lesser tombstone would win for a client that has read it beside the greater one.
    /// </summary>
    private static VersionSet Without(VersionSet versions, VectorClock agreed)
    {
        var left = versions.Versions.Length;
        while (left > 0
            && versions.Versions[left - 1] is { Value: null } tombstone
            && agreed.Covers(tombstone.Identity))
            left--;
        return left == versions.Versions.Length ? versions : VersionSet.Of(versions.Versions[..left]);
    }

    private static KeyVersion? TombstoneAt(VersionSet versions, Dot name) =>
        versions.Versions.FirstOrDefault(version => version.Dot == name && version.Value is null);
}
