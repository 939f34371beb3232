using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>The status of a replica.</summary>
/// <param name="Self">Its current incarnation.</param>
/// <param name="Clock">The clock of all updates that it has delivered and has on disk.</param>
/// <param name="StashCount">How many updates are stashed.</param>
/// <param name="StashBytes">Their size.</param>
/// <param name="Peers">The other members of the replica set.</param>
/// <param name="Stable">The clock of all updates that every member of the set has.</param>
/// <param name="BlockedBy">The member that is farthest behind; null where no member is behind.</param>
/// <param name="Newest">The latest known incarnation of each member, this one included.</param>
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
    /// How many updates this replica is known to lack: those that are stashed, that these depend on, or that a peer has
    /// announced. Updates that no peer has announced yet are not counted, so 0 does not mean that it has everything.
    /// </summary>
    public ulong Behind { get; init; }

    /// <summary>How many updates have been stashed since this start.</summary>
    public long Stashed { get; init; }

    /// <summary>How many duplicate updates have arrived since this start.</summary>
    public long Duplicates { get; init; }

    /// <summary>
    /// How many stashed updates were dropped since this start because one of their causes is lost for good.
    /// </summary>
    public long Undeliverable { get; init; }

    /// <summary>How many dots the merges of this start have used, nearly all for versions that they reissued.</summary>
    public ulong Reissued { get; init; }

    /// <summary>Whether the replica takes writes: one with an empty disk must be admitted first.</summary>
    public bool IsAdmitted { get; init; }
}

/// <summary>The status of a member of the replica set, seen from another.</summary>
/// <param name="Incarnation">Its latest known incarnation.</param>
/// <param name="IsReachable">Whether it can be reached.</param>
/// <param name="Lag">How many of the observer's updates it is not known to have.</param>
public sealed record PeerStatus(Incarnation Incarnation, bool IsReachable, ulong Lag);
