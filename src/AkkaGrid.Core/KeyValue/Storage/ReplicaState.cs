using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>What a replica finds on its disk when it starts, besides keys and log.</summary>
/// <param name="Clock">What it has delivered.</param>
/// <param name="Timestamp">The greatest timestamp that it has seen.</param>
/// <param name="Set">The replica set.</param>
public sealed record ReplicaState(VectorClock Clock, HybridTimestamp Timestamp, ReplicaSet Set)
{
    /// <summary>What a replica finds on an empty disk.</summary>
    public static readonly ReplicaState Initial = new(VectorClock.Empty, default, ReplicaSet.Empty);

    /// <summary>Covers every tombstone that this replica, or one whose state it merged, may have collected.</summary>
    public VectorClock Horizon { get; init; } = VectorClock.Empty;

    /// <summary>What the log no longer holds: it starts behind this.</summary>
    public VectorClock LogHorizon { get; init; } = VectorClock.Empty;

    /// <summary>
    /// Whether the replica was admitted: on this disk, or one that it was copied from, it may take writes.
    /// </summary>
    public bool IsAdmitted { get; init; }

    /// <summary>The greatest timestamp of any tombstone that it has ever held.</summary>
    public HybridTimestamp LastDelete { get; init; }

    /// <summary>The digest of all that it holds.</summary>
    public ContentDigest Digest { get; init; } = ContentDigest.Empty;

    /// <summary>What a merge needs to know of it.</summary>
    public ReplicaCut Cut => new(Clock, Horizon, Timestamp, LastDelete);
}
