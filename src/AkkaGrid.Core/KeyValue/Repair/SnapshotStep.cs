using System.Collections.Immutable;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>What the replica must do with a chunk of a snapshot.</summary>
/// <param name="Items">The keys to stage.</param>
/// <param name="DropsStaged">Whether to drop the keys staged before: this is a new snapshot.</param>
/// <param name="Next">The request for the next chunk; null where this is the last.</param>
/// <param name="Whole">The complete snapshot, where this chunk is the last; null otherwise.</param>
internal sealed record SnapshotStep(
    ImmutableArray<KeyValuePair<Key, VersionSet>> Items, bool DropsStaged, Send? Next, StagedSnapshot? Whole);
