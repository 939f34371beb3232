using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Rejoining;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>What a replica finds on its disk when it starts.</summary>
/// <param name="Clock">What it had delivered.</param>
/// <param name="Timestamp">The greatest timestamp it had seen.</param>
/// <param name="Set">The replica set.</param>
public sealed record ReplicaState(VectorClock Clock, HybridTimestamp Timestamp, ReplicaSet Set)
{
    /// <summary>What a replica finds on an empty disk.</summary>
    public static readonly ReplicaState Initial = new(VectorClock.Empty, default, ReplicaSet.Empty);

    /// <summary>The incarnations that were folded out of the clock.</summary>
    public Folds Folds { get; init; } = Folds.None;

    /// <summary>Covers every tombstone that was collected.</summary>
    public VectorClock Horizon { get; init; } = VectorClock.Empty;

    /// <summary>What it had found every member to have. A member collects only what all have found so.</summary>
    public VectorClock Stable { get; init; } = VectorClock.Empty;

    /// <summary>What the log holds no more: it starts behind this.</summary>
    public VectorClock LogHorizon { get; init; } = VectorClock.Empty;

    /// <summary>What is in the log and is yet to be delivered or restated.</summary>
    public Strays Strays { get; init; } = Strays.None;

    /// <summary>All that it had delivered.</summary>
    public Coverage Coverage => new(Clock, Folds);
}
