using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>All that one turn of a replica changes on disk, written as one: all of it or nothing.</summary>
/// <param name="Writer">The incarnation that writes.</param>
/// <param name="State">The replica's state after the turn.</param>
/// <param name="Versions">The keys that changed, with their versions now.</param>
/// <param name="Log">The updates that were delivered, in causal order.</param>
/// <param name="Staged">
/// The part of a snapshot that arrived: kept aside until the snapshot is whole. A key that is staged already gets these
/// versions besides.
/// </param>
/// <param name="DropsStaged">Whether what was kept aside before goes first.</param>
public sealed record ChangeSet(
    Incarnation Writer,
    ReplicaState State,
    IReadOnlyDictionary<Key, VersionSet> Versions,
    IReadOnlyList<Update> Log,
    IReadOnlyList<KeyValuePair<Key, VersionSet>> Staged,
    bool DropsStaged)
{
    /// <summary>The entries of the tombstone index that have served.</summary>
    public IReadOnlyList<KeyValuePair<Dot, Key>> Swept { get; init; } = [];
}
