using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Merging;

/// <summary>What a replica had at one causal cut, as far as a merge needs to know besides the versions.</summary>
/// <param name="Clock">What it had delivered.</param>
/// <param name="Horizon">
/// Covers every tombstone that it, or a replica whose state it merged, may have collected.
/// </param>
/// <param name="Timestamp">The greatest timestamp that it had seen.</param>
/// <param name="LastDelete">The greatest timestamp of any tombstone that it has ever held.</param>
public sealed record ReplicaCut(
    VectorClock Clock, VectorClock Horizon, HybridTimestamp Timestamp, HybridTimestamp LastDelete);
