using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>The metadata that a replica finds on its disk when it starts, besides keys and log.</summary>
/// <param name="Clock">The clock of all delivered updates.</param>
/// <param name="Timestamp">The greatest timestamp that it has seen.</param>
/// <param name="Set">The replica set.</param>
public sealed record ReplicaState(VectorClock Clock, HybridTimestamp Timestamp, ReplicaSet Set)
{
    /// <summary>What a replica finds on an empty disk.</summary>
    public static readonly ReplicaState Initial = new(VectorClock.Empty, default, ReplicaSet.Empty);

    /// <summary>Covers every tombstone that this replica, or one whose state it merged, may have collected.</summary>
    public VectorClock Horizon { get; init; } = VectorClock.Empty;

    /// <summary>The clock of all updates that the log has dropped: the log starts after it.</summary>
    public VectorClock LogHorizon { get; init; } = VectorClock.Empty;

    /// <summary>
    /// Whether the replica was admitted and may take writes: on this disk, or on the one that it was copied from.
    /// </summary>
    public bool IsAdmitted { get; init; }

    /// <summary>The greatest timestamp of any tombstone that it has ever held.</summary>
    public HybridTimestamp LastDelete { get; init; }

    /// <summary>The digest of its content.</summary>
    public ContentDigest Digest { get; init; } = ContentDigest.Empty;

    /// <summary>The metadata that a merge needs.</summary>
    public ReplicaCut Cut => new(Clock, Horizon, Timestamp, LastDelete);
}
