using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue;

/// <summary>A write that reached its concern.</summary>
/// <param name="Dot">The update that it became.</param>
/// <param name="Clock">The clock of the replica with it.</param>
/// <param name="Context">The request's context, joined with the write.</param>
public sealed record WriteAnswer(Dot Dot, VectorClock Clock, CausalContext Context);

/// <summary>What a read of one key saw.</summary>
/// <param name="Versions">The key's versions.</param>
/// <param name="Clock">A clock of the replica that the read is not behind of.</param>
/// <param name="Context">The request's context, joined with what was read, a delete included.</param>
public sealed record ReadAnswer(VersionSet Versions, VectorClock Clock, CausalContext Context);

/// <summary>What a read of many keys saw, at one cut.</summary>
/// <param name="Items">The keys, with their versions.</param>
/// <param name="Clock">The clock of the cut.</param>
/// <param name="Context">The request's context, joined with what was read, deletes included.</param>
public sealed record SnapshotAnswer(IReadOnlyList<KeyValuePair<Key, VersionSet>> Items, VectorClock Clock, CausalContext Context);

/// <summary>One page of keys that hold a value, at one cut.</summary>
/// <param name="Items">The keys, in order, with their versions.</param>
/// <param name="Next">The last key of the page, where there are more behind it.</param>
/// <param name="Clock">The clock of the cut.</param>
/// <param name="Context">The request's context, joined with what was read, deletes included.</param>
public sealed record PageAnswer(
    IReadOnlyList<KeyValuePair<Key, VersionSet>> Items, string? Next, VectorClock Clock, CausalContext Context);
