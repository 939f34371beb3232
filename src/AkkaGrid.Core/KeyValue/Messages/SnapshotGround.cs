using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Messages;

/// <summary>What the sender of a snapshot has forgotten, and whoever takes it over must know of.</summary>
/// <param name="Folds">The incarnations that its clock names no more.</param>
/// <param name="Horizon">Covers every tombstone that it has collected.</param>
/// <param name="Stable">What it has found every member to have.</param>
public sealed record SnapshotGround(Folds Folds, VectorClock Horizon, VectorClock Stable);
