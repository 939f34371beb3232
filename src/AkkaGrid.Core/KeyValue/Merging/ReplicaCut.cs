using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Merging;

/// <summary>The metadata of a replica's state at one causal cut, as a merge needs them.</summary>
/// <param name="Clock">The clock of all delivered updates.</param>
/// <param name="Horizon">
/// Covers every tombstone that it, or a replica whose state it merged, may have collected.
/// </param>
/// <param name="Timestamp">The greatest timestamp that it had seen.</param>
/// <param name="LastDelete">The greatest timestamp of any tombstone that it has ever held.</param>
public sealed record ReplicaCut(
    VectorClock Clock, VectorClock Horizon, HybridTimestamp Timestamp, HybridTimestamp LastDelete);
