using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Explaining;

/// <summary>Why an update is, or is not, visible at a replica.</summary>
/// <param name="Dot">The update.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Causes">
/// For one that waits: what it waits for, each for the next; the last is <paramref name="Missing"/>, if that is not
/// empty.
/// </param>
/// <param name="Missing">The update that has to come first, and is not here; null where nothing has to.</param>
/// <param name="HeldBy">The other replicas that are known to have <paramref name="Missing"/>, reachable or not.</param>
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
/// <param name="Peer">Who was asked.</param>
/// <param name="TicksAgo">How many ticks ago something was last heard of it; its sending counts.</param>
/// <param name="IsOpen">Whether the answer is still under way.</param>
public sealed record PullRecord(ReplicaId Peer, long TicksAgo, bool IsOpen);
