using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// Says of an update that it brings one again that its origin could not get to the replica set: it was made without
/// knowledge of what the set had forgotten by then.
/// </summary>
/// <param name="Original">The update that is brought again.</param>
/// <param name="Final">The last update of that origin that is brought again.</param>
/// <param name="Context">What the original had seen: it replaces that, and stands beside the rest.</param>
/// <param name="Timestamp">The timestamp of the original, by which its versions are compared.</param>
public sealed record Restatement(Dot Original, ulong Final, VectorClock Context, HybridTimestamp Timestamp);
