using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>
/// The records of charging on one node's disk, as plain as can be: versions that were written without knowing of each
/// other stand side by side, as in the store.
/// </summary>
internal sealed class RecordReplica(string node)
{
    private readonly Dictionary<Key, VersionSet> _records = [];
    private readonly HashSet<(Key, Dot)> _overwritten = [];
    private readonly HashSet<Dot> _known = [];
    private readonly List<RecordUpdate> _log = [];
    private readonly Incarnation _self = new(ReplicaId.Create(node), 1);
    private ulong _sequence;

    /// <summary>All that this replica has, its own writes and those of others.</summary>
    public IReadOnlyList<RecordUpdate> Log => _log;

    public IEnumerable<(Key Key, VersionSet Versions)> All => _records.Select(record => (record.Key, record.Value));

    public VersionSet Read(Key key) => _records.GetValueOrDefault(key, VersionSet.Empty);

    /// <summary>Writes, over all versions that are here.</summary>
    /// <param name="mutations">What to write.</param>
    /// <param name="at">The time, by which concurrent writes are ordered.</param>
    public RecordUpdate Write(IReadOnlyList<Mutation> mutations, DateTimeOffset at)
    {
        var update = new RecordUpdate(
            new Dot(_self, ++_sequence),
            new HybridTimestamp((ulong)(at - DateTimeOffset.UnixEpoch).Ticks),
            mutations,
            [.. mutations.SelectMany(mutation => Read(mutation.Key).Dots.Select(dot => (mutation.Key, dot)))]);
        Apply(update);
        return update;
    }

    /// <summary>Takes the update of another replica, or a second copy of one.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Apply(RecordUpdate update)
    {
        if (!_known.Add(update.Dot))
            return false;
        _log.Add(update);
        _overwritten.UnionWith(update.Overwrites);
        foreach (var mutation in update.Mutations)
        {
            var kept = Read(mutation.Key)
                .Versions.Where(version => !_overwritten.Contains((mutation.Key, version.Dot)));
            _records[mutation.Key] = VersionSet.Of(
                mutation.Value is null || _overwritten.Contains((mutation.Key, update.Dot))
                    ? kept
                    : kept.Append(new KeyVersion(update.Dot, update.Timestamp, mutation.Value)));
        }

        return true;
    }
}

/// <summary>One write of records, as replicas send it to each other.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="Timestamp">Orders it among those that did not know of it.</param>
/// <param name="Mutations">What it writes.</param>
/// <param name="Overwrites">The versions that it replaces.</param>
internal sealed record RecordUpdate(
    Dot Dot,
    HybridTimestamp Timestamp,
    IReadOnlyList<Mutation> Mutations,
    IReadOnlyList<(Key Key, Dot Dot)> Overwrites);
