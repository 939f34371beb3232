using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>Answers <c>GET /store/replica</c>: how far the replica of this node is, and what it waits for.</summary>
/// <param name="Replica">The replica's name.</param>
/// <param name="Incarnation">The present incarnation's random part, as dots spell it.</param>
/// <param name="Clock">Per replica the highest contiguous sequence delivered here.</param>
/// <param name="Updates">
/// How many updates of each replica have been delivered here, those of all its incarnations together.
/// </param>
/// <param name="Behind">
/// How many updates it is known to lack: those that wait here, that these depend on, or that a peer has announced. 0
/// does not say that it has everything, for what has been written elsewhere is known here only once it has been
/// announced.
/// </param>
/// <param name="Stash">The updates that wait for their causes.</param>
/// <param name="Peers">The other replicas of the set.</param>
/// <param name="Stability">What every replica is known to have.</param>
public sealed record ReplicaState(
    string Replica,
    string Incarnation,
    IReadOnlyDictionary<string, ulong> Clock,
    IReadOnlyDictionary<string, ulong> Updates,
    ulong Behind,
    StashState Stash,
    IReadOnlyList<PeerState> Peers,
    StabilityState Stability);

/// <summary>The updates that wait for their causes.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Their size in bytes.</param>
public sealed record StashState(int Count, long Bytes);

/// <summary>Another replica, as seen from here.</summary>
/// <param name="Replica">Its name.</param>
/// <param name="Reachable">Whether its node can be reached.</param>
/// <param name="Lag">How many of the updates delivered here it is not known to have.</param>
public sealed record PeerState(string Replica, bool Reachable, ulong Lag);

/// <summary>Causal stability: what every member of the replica set is known to have.</summary>
/// <param name="Clock">The clock that every member has reached.</param>
/// <param name="BlockedBy">The member that holds the clock back; null where none does.</param>
public sealed record StabilityState(
    IReadOnlyDictionary<string, ulong> Clock,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? BlockedBy);
