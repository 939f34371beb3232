using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>
/// Brings updates that were rolled back into the data again. One whose causes are all there is counted in the clock, and its
/// versions are reissued where they may be concurrent to a collected tombstone. The others cannot be counted: they become new
/// writes, which stand beside what they did not know. None is dropped.
/// </summary>
/// <param name="clock">What has been delivered.</param>
/// <param name="horizon">What any member may have collected.</param>
/// <param name="timestamp">The greatest timestamp that was seen.</param>
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
        var dot = rolledBack.Update.Dot;
        if (Clock.Covers(dot))
            return;
        var isCounted = !rolledBack.IsRestatement && Clock[dot.Origin] + 1 == dot.Sequence && Clock.Covers(rolledBack.Seen);
        if (isCounted)
            Clock = Clock.With(dot);
        if (isCounted && rolledBack.Seen.Covers(horizon))
        {
            Apply(rolledBack, mutation => new KeyVersion(dot, rolledBack.Update.Timestamp, mutation.Value) { Dependencies = rolledBack.Seen });
            return;
        }

        Last = Last with { Sequence = Last.Sequence + 1 };
        Clock = Clock.With(Last);
        if (!isCounted)
            _originals[Last] = dot;
        Apply(rolledBack, mutation => new KeyVersion(Last, rolledBack.Update.Timestamp, mutation.Value)
        {
            Identity = isCounted ? dot : Last,
            Dependencies = Clock,
        });
    }

    private void Apply(RolledBackUpdate rolledBack, Func<Mutation, KeyVersion> versionOf)
    {
        foreach (var mutation in rolledBack.Update.Mutations)
        {
            var present = _changed.GetValueOrDefault(mutation.Key) ?? read(mutation.Key);
            var kept = present.Versions.Where(version => !rolledBack.Knew(_originals.GetValueOrDefault(version.Identity, version.Identity))).ToList();
            var version = versionOf(mutation);
            if (version.Dot.Origin == writer && !kept.Exists(other => other.Value is not null && other.CompareTo(version) > 0))
                version = version with { Timestamp = _reissuedAt };
            _changed[mutation.Key] = VersionSet.Of(kept.Append(version));
        }
    }
}
