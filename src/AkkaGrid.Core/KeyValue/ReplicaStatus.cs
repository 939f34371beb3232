using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>How a replica stands.</summary>
/// <param name="Self">Its present incarnation.</param>
/// <param name="Clock">What it has delivered and has on disk.</param>
/// <param name="StashCount">How many updates wait for their causes.</param>
/// <param name="StashBytes">Their size.</param>
/// <param name="Peers">The other members of the replica set.</param>
/// <param name="Stable">What every member of the set has.</param>
/// <param name="BlockedBy">The member that is farthest behind; null where all have everything.</param>
/// <param name="Newest">The newest known incarnation of each member, this one included.</param>
public sealed record ReplicaStatus(
    Incarnation Self,
    VectorClock Clock,
    int StashCount,
    long StashBytes,
    ImmutableArray<PeerStatus> Peers,
    VectorClock Stable,
    ReplicaId? BlockedBy,
    ImmutableSortedDictionary<ReplicaId, Incarnation> Newest)
{
    /// <summary>
    /// How many updates this replica is known to lack: those that wait here, that these depend on, or that a peer has
    /// announced. What nobody has announced yet is not counted: 0 does not say that it has everything.
    /// </summary>
    public ulong Behind { get; init; }

    /// <summary>How many updates have had to wait for their causes since this start.</summary>
    public long Stashed { get; init; }

    /// <summary>How many updates have come again since this start.</summary>
    public long Duplicates { get; init; }

    /// <summary>
    /// How many waiting updates were dropped since this start, because a cause of theirs is lost for good.
    /// </summary>
    public long Undeliverable { get; init; }

    /// <summary>How many dots merges of this start have taken, nearly all for versions that they reissued.</summary>
    public ulong Reissued { get; init; }

    /// <summary>Whether the replica takes writes: not before an empty disk has merged with a member.</summary>
    public bool IsAdmitted { get; init; }
}

/// <summary>How a member of the replica set stands, seen from another.</summary>
/// <param name="Incarnation">Its last known incarnation.</param>
/// <param name="IsReachable">Whether it answers.</param>
/// <param name="Lag">How many updates the observer has that it is not known to have.</param>
public sealed record PeerStatus(Incarnation Incarnation, bool IsReachable, ulong Lag);
