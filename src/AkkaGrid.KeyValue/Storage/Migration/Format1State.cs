using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.KeyValue.Storage.Migration;

/// <summary>
/// The state of a replica as format 1 has it: its clock leaves ended incarnations out, which folds tell of.
/// </summary>
/// <param name="Clock">What is counted.</param>
/// <param name="Folds">What is left out.</param>
/// <param name="Timestamp">The greatest timestamp that it has seen.</param>
/// <param name="Set">The replica set.</param>
/// <param name="Horizon">Covers every tombstone that was collected.</param>
/// <param name="Stable">What it had found every member to have.</param>
/// <param name="LogHorizon">What the log no longer holds.</param>
/// <param name="Ranges">The updates in the log that were rolled back.</param>
internal sealed record Format1State(
    VectorClock Clock,
    ImmutableArray<Format1PrunedIncarnation> Folds,
    HybridTimestamp Timestamp,
    ReplicaSet Set,
    VectorClock Horizon,
    VectorClock Stable,
    VectorClock LogHorizon,
    ImmutableArray<RolledBackRange> Ranges)
{
    /// <summary>The clock with an entry for every incarnation.</summary>
    public VectorClock ExactClock => Clock.Join(Reached(Folds));

    /// <summary>A bound of what any member may have collected: what all members were known to have.</summary>
    public VectorClock MaxCollected => Horizon.Join(Stable)
        .Join(VectorClock.Of(Folds.Select(fold => new Dot(fold.Incarnation, fold.Final)).Where(IsCounted)));

    /// <summary>What was delivered of incarnations that clocks leave out.</summary>
    public static VectorClock Reached(IEnumerable<Format1PrunedIncarnation> folds) =>
        VectorClock.Of(folds.Select(fold => fold.Reached).Where(IsCounted));

    private static bool IsCounted(Dot dot) => dot.Sequence > 0;
}

/// <summary>An ended incarnation that clocks of format 1 leave out.</summary>
/// <param name="Incarnation">The incarnation.</param>
/// <param name="Final">The last of its updates that all members have; 0 where they have not agreed on it.</param>
/// <param name="Restated">Up to which of its updates everything has been delivered under other names.</param>
/// <param name="IsImplied">Whether an update that does not name the incarnation depends on all up to the last.</param>
internal sealed record Format1PrunedIncarnation(Incarnation Incarnation, ulong Final, ulong Restated, bool IsImplied)
{
    /// <summary>Up to which of its updates everything has been delivered.</summary>
    public Dot Reached => new(Incarnation, Math.Max(Final, Restated));
}

/// <summary>Updates of one incarnation that were rolled back.</summary>
/// <param name="Origin">The incarnation.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Folds">The incarnations that they need not name.</param>
internal sealed record RolledBackRange(
    Incarnation Origin, ulong First, ulong Last, ImmutableArray<Format1PrunedIncarnation> Folds);
