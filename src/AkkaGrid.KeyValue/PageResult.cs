using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue;

/// <summary>One page of keys that hold a value, at one cut.</summary>
/// <param name="Items">The keys, in order, with their versions.</param>
/// <param name="Next">The last key of the page, where there are more behind it.</param>
/// <param name="Clock">The clock of the cut.</param>
/// <param name="Context">The request's context, joined with what was read, deletes included.</param>
public sealed record PageResult(
    IReadOnlyList<KeyValuePair<Key, VersionSet>> Items, string? Next, VectorClock Clock, CausalContext Context);
