using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>Why an update is, or is not, visible at a replica.</summary>
/// <param name="Dot">The update.</param>
/// <param name="Status">The status of the update here.</param>
/// <param name="Causes">
/// For a stashed update: the chain of causes that it waits for. The last one is <paramref name="Missing"/>, if that is
/// not null.
/// </param>
/// <param name="Missing">The cause that must be delivered first and is not here; null where there is none.</param>
/// <param name="HeldBy">The other replicas that have announced <paramref name="Missing"/>, reachable or not.</param>
/// <param name="LastPull">The last request for missing updates; null before the first.</param>
public sealed record Explanation(
    Dot Dot,
    UpdateStatus Status,
    ImmutableArray<Dot> Causes,
    Dot? Missing,
    ImmutableArray<Holder> HeldBy,
    PullRecord? LastPull);

/// <summary>A replica that has an update.</summary>
/// <param name="Name">The replica.</param>
/// <param name="IsReachable">Whether it can be reached now.</param>
public sealed record Holder(ReplicaId Name, bool IsReachable);

/// <summary>A request for missing updates.</summary>
/// <param name="Peer">The peer that was asked.</param>
/// <param name="TicksAgo">How many ticks ago the request was sent, or its last answer arrived.</param>
/// <param name="IsOpen">Whether part of the answer is still expected.</param>
public sealed record PullRecord(ReplicaId Peer, long TicksAgo, bool IsOpen);
