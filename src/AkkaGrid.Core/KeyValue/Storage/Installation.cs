using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>A staged snapshot that is to be merged into the replica's data.</summary>
/// <param name="Here">The cut of this replica, at the commit.</param>
/// <param name="There">The cut of the snapshot's sender.</param>
/// <param name="Last">The last dot that this replica has used so far.</param>
public sealed record Installation(ReplicaCut Here, ReplicaCut There, Dot Last)
{
    /// <summary>The ranges of keys to merge, as bits; keys of other ranges do not change.</summary>
    public uint Ranges { get; init; } = AllRanges;

    /// <summary>All ranges of keys.</summary>
    public const uint AllRanges = (1U << ContentDigest.RangeCount) - 1;

    /// <summary>
    /// The keys that the merge changed although both sides have the same clock. The storage fills it.
    /// </summary>
    public RepairReport Repairs { get; } = new();

    /// <summary>Whether both sides have the same clock, so that a difference is always a fault.</summary>
    public bool IsRepair => Here.Clock.Equals(There.Clock);

    /// <summary>Whether a key is part of the merge.</summary>
    public bool Holds(Key key) => Ranges == AllRanges || (Ranges & (1U << ContentDigest.RangeOf(key))) != 0;

    /// <summary>The merge, which the storage carries out key by key.</summary>
    /// <param name="last">
    /// The last dot that the merge has used: after an interruption, that of the keys already merged.
    /// </param>
    public StateMerge Begin(Dot last) => new(Here, There, last);

    /// <inheritdoc/>
    public bool Equals(Installation? other) => other is not null
        && Here.Equals(other.Here) && There.Equals(other.There) && Last == other.Last && Ranges == other.Ranges;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Last, Ranges);

    /// <summary>The replica's state after the merge.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="merged">The cut after it.</param>
    /// <param name="digest">The digest of the content after it.</param>
    /// <remarks>
    /// Updates that came by the snapshot are not in the log: for each incarnation that it advanced, the log starts
    /// after it.
    /// </remarks>
    public static ReplicaState After(ReplicaState state, ReplicaCut merged, ContentDigest digest) => state with
    {
        Clock = merged.Clock,
        Horizon = merged.Horizon,
        Timestamp = merged.Timestamp,
        LastDelete = merged.LastDelete,
        Digest = digest,
        LogHorizon = merged.Clock.Beyond(state.Clock)
            .Aggregate(state.LogHorizon, (horizon, entry) => horizon.With(entry)),
    };
}
