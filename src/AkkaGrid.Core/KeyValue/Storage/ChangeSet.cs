using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>All changes that one turn of a replica makes on disk, written atomically.</summary>
/// <param name="Writer">The incarnation that writes.</param>
/// <param name="State">The replica's state after the turn.</param>
/// <param name="Versions">The changed keys, with their new versions.</param>
/// <param name="Log">The updates that were delivered, in causal order.</param>
/// <param name="Staged">
/// The part of a snapshot that arrived, kept until the snapshot is complete. For a key that is staged already, these
/// versions are added.
/// </param>
/// <param name="DropsStaged">Whether everything that was staged before is dropped first.</param>
public sealed record ChangeSet(
    Incarnation Writer,
    ReplicaState State,
    IReadOnlyDictionary<Key, VersionSet> Versions,
    IReadOnlyList<Update> Log,
    IReadOnlyList<KeyValuePair<Key, VersionSet>> Staged,
    bool DropsStaged)
{
    /// <summary>The entries of the tombstone index that are no longer needed.</summary>
    public IReadOnlyList<KeyValuePair<Dot, Key>> Swept { get; init; } = [];
}
