using System.Collections.Immutable;

namespace AkkaGrid.Core.KeyValue.Repair;

/// <summary>What a chunk of a snapshot asks the replica to do.</summary>
/// <param name="Items">What to stage.</param>
/// <param name="DropsStaged">Whether what was staged before goes first: this is a new snapshot.</param>
/// <param name="Next">The request for the next chunk; null where the snapshot is whole now.</param>
/// <param name="Whole">The snapshot, where it is whole now.</param>
internal sealed record SnapshotStep(
    ImmutableArray<KeyValuePair<Key, VersionSet>> Items, bool DropsStaged, Send? Next, StagedSnapshot? Whole);
