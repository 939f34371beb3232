using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue;

/// <summary>What a read of many keys saw, at one cut.</summary>
/// <param name="Items">The keys, with their versions.</param>
/// <param name="Clock">The clock of the cut.</param>
/// <param name="Context">The request's context, joined with what was read, deletes included.</param>
public sealed record SnapshotResult(
    IReadOnlyList<KeyValuePair<Key, VersionSet>> Items, VectorClock Clock, CausalContext Context);
