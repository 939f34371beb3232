using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>
/// Brings updates that were rolled back into the data again. One whose causes are all there is counted in the clock, and its
/// values are reissued where they may be concurrent to a collected tombstone. The others cannot be counted: they become new
/// writes, which stand beside what they did not know. None is dropped.
/// </summary>
/// <param name="clock">What has been delivered.</param>
/// <param name="horizon">What any member may have collected.</param>
/// <param name="timestamp">The greatest timestamp that was seen, by any tombstone too.</param>
/// <param name="writer">A new incarnation, in whose name versions are reissued.</param>
/// <param name="read">Reads a key.</param>
internal sealed class RolledBackMerge(
    VectorClock clock, VectorClock horizon, HybridTimestamp timestamp, Incarnation writer, Func<Key, VersionSet> read)
{
    // By the names of new writes, the updates that they were.
    private readonly Dictionary<Dot, Dot> _originals = [];
    private readonly Dictionary<Key, VersionSet> _changed = [];
    private readonly HybridTimestamp _reissuedAt = timestamp.Next(default);

    /// <summary>What has been delivered now.</summary>
    public VectorClock Clock { get; private set; } = clock;

    /// <summary>The last dot of the new incarnation; its sequence is 0 where it has written nothing.</summary>
    public Dot Last { get; private set; } = new(writer, 0);

    /// <summary>The greatest timestamp that is in use now.</summary>
    public HybridTimestamp Timestamp => Last.Sequence > 0 ? _reissuedAt : timestamp;

    /// <summary>The keys that have changed, with their versions now.</summary>
    public IReadOnlyDictionary<Key, VersionSet> Changed => _changed;

    /// <summary>Brings an update in. Its causes come before it.</summary>
    public void Add(RolledBackUpdate rolledBack)
    {
        var update = rolledBack.Update;
        if (Clock.Covers(update.Dot))
            return;
        var isCounted = !rolledBack.IsRestatement && Clock[update.Dot.Origin] + 1 == update.Dot.Sequence && Clock.Covers(rolledBack.Seen);
        if (isCounted)
            Clock = Clock.With(update.Dot);
        if (!isCounted || !rolledBack.Seen.Covers(horizon))
            Rename(update.Dot, isCounted);
        foreach (var mutation in update.Mutations)
        {
            var version = new KeyVersion(update.Dot, update.Timestamp, mutation.Value) { Dependencies = rolledBack.Seen };
            if (!isCounted)
                version = version with { Dot = Last, Identity = Last };
            if (mutation.Value is not null && (!isCounted || !rolledBack.Seen.Covers(horizon)))
                version = version with { Dot = Last, Timestamp = _reissuedAt, Dependencies = Clock };
            Put(mutation.Key, version, rolledBack);
        }
    }

    private void Rename(Dot dot, bool isCounted)
    {
        Last = Last with { Sequence = Last.Sequence + 1 };
        Clock = Clock.With(Last);
        if (!isCounted)
            _originals[Last] = dot;
    }

    private void Put(Key key, KeyVersion version, RolledBackUpdate rolledBack)
    {
        var present = _changed.GetValueOrDefault(key) ?? read(key);
        _changed[key] = VersionSet.Of(present.Versions
            .Where(held => !rolledBack.Knew(_originals.GetValueOrDefault(held.Identity, held.Identity)))
            .Append(version));
    }
}
