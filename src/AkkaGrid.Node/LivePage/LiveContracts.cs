using System.Text.Json.Serialization;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.LivePage;

/// <summary>The first event of a stream.</summary>
/// <param name="Node">The node that sends the stream.</param>
/// <param name="Version">Its version.</param>
/// <param name="Lab">Whether links can be changed here.</param>
/// <param name="Now">Its time, in milliseconds since 1970: the times in other events are by the same clock.</param>
internal sealed record LiveHello(string Node, string Version, bool Lab, long Now);

/// <summary>Shows that the stream is alive.</summary>
/// <param name="Now">The time of the node, in milliseconds since 1970.</param>
internal sealed record LiveHeartbeat(long Now);

/// <summary>Whether the node is ready, as in <c>GET /health/ready</c>.</summary>
/// <param name="Reasons">Why it is not ready, one sentence each; empty where it is ready.</param>
internal sealed record LiveHealth(IReadOnlyList<string> Reasons);

/// <summary>The members of the cluster.</summary>
/// <param name="View">The members as in <c>GET /cluster/members</c>, up to a limit.</param>
/// <param name="More">How many more there are.</param>
internal sealed record LiveCluster(ClusterMembers View, int More);

/// <summary>The substations.</summary>
/// <param name="Items">The substations, up to a limit.</param>
/// <param name="More">How many more there are.</param>
/// <param name="Totals">The totals of all substations, also of those that are not shown.</param>
internal sealed record LiveSubstations(IReadOnlyList<LiveSubstation> Items, int More, LiveTotals Totals);

/// <summary>The totals of all substations. The load of an unreachable one is unknown and not included.</summary>
/// <param name="Reporting">How many report.</param>
/// <param name="Load">Their load in kW.</param>
/// <param name="Limit">Their limits now, in kW.</param>
/// <param name="Sessions">The number of their sessions.</param>
/// <param name="Full">How many of them are full.</param>
/// <param name="Unreachable">How many are unreachable.</param>
/// <param name="UnreachableLimit">Their limits when they last reported, in kW.</param>
/// <param name="UnreachableSince">
/// The time of the oldest of their last reports, in milliseconds since 1970, by the sending node's clock; null for
/// none.
/// </param>
internal sealed record LiveTotals(
    int Reporting,
    decimal Load,
    decimal Limit,
    int Sessions,
    int Full,
    int Unreachable,
    decimal UnreachableLimit,
    long? UnreachableSince);

/// <summary>A substation, and the changes to come there.</summary>
/// <param name="Substation">The substation as in <c>GET /substations/{id}</c>.</param>
/// <param name="Ends">The sessions that end next.</param>
/// <param name="Limits">The next changes of its limit.</param>
/// <param name="Full">Whether its load is at, or nearly at, its limit.</param>
/// <param name="ReportedAt">
/// When it last reported, in milliseconds since 1970, by the sending node's clock; null while it reports.
/// </param>
internal sealed record LiveSubstation(
    Substation Substation, IReadOnlyList<LivePower> Ends, IReadOnlyList<LivePower> Limits, bool Full, long? ReportedAt);

/// <summary>An amount of power from a moment on.</summary>
/// <param name="At">When, in milliseconds since 1970, by the sending node's clock.</param>
/// <param name="Kw">How much, in kW.</param>
internal sealed record LivePower(long At, decimal Kw);

/// <summary>The state of the balancer.</summary>
/// <param name="Queue">The next of the requests that wait for room.</param>
/// <param name="More">How many more wait.</param>
/// <param name="Decisions">
/// The last decisions, newest first, with consecutive refusals as one entry; null where no balancer answers.
/// </param>
/// <param name="Refused">
/// The share of the requested power that was refused in the last 10 minutes, from 0 to 1; null without requests.
/// </param>
/// <param name="PooledRefused">The share that a single pooled substation would have refused.</param>
internal sealed record LiveService(
    IReadOnlyList<WaitingRequest> Queue,
    int More,
    IReadOnlyList<LiveDecision>? Decisions,
    double? Refused,
    double? PooledRefused);

/// <summary>A decision, or several consecutive refusals.</summary>
/// <param name="Decision">The last one.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Since">When the first of them was decided.</param>
/// <param name="MayBeMore">Whether there may have been more before it.</param>
internal sealed record LiveDecision(SessionDecision Decision, int Count, DateTimeOffset Since, bool MayBeMore);

/// <summary>The replicas that the node knows.</summary>
/// <param name="Items">The replicas by name, up to a limit.</param>
/// <param name="More">How many more there are.</param>
/// <param name="BlockedBy">
/// The replica that holds causal stability up, as far as the sending node knows; null for none.
/// </param>
internal sealed record LiveReplicas(IReadOnlyList<LiveReplica> Items, int More, string? BlockedBy);

/// <summary>A replica.</summary>
/// <param name="Replica">Its name.</param>
/// <param name="Here">Whether it is the replica of the sending node.</param>
/// <param name="Fresh">Whether it has reported in the last seconds; else the members below are old.</param>
/// <param name="Reachable">Whether the replica of the sending node can reach it.</param>
/// <param name="Lag">How many updates of the sending node it is not known to have.</param>
/// <param name="HeardAt">
/// When it last reported, in milliseconds since 1970, by the sending node's clock; null where it is fresh, or never
/// reported.
/// </param>
/// <param name="Told">Its last report; null where it has sent none in the last minute.</param>
/// <param name="Url">Where browsers find the page of its node; null where the node has not announced it.</param>
internal sealed record LiveReplica(
    string Replica,
    bool Here,
    bool Fresh,
    bool Reachable,
    ulong Lag,
    long? HeardAt,
    LiveReplicaStatus? Told,
    string? Url = null);

/// <summary>The report of a replica about itself.</summary>
/// <param name="Incarnation">The random part of its incarnation.</param>
/// <param name="Clock">Its clock: the updates that it has delivered, by origin.</param>
/// <param name="Updates">How many updates it has delivered, by replica: those of all its incarnations together.</param>
/// <param name="Behind">How many updates it is known to lack.</param>
/// <param name="Stash">Its stash: the updates that wait for their causes.</param>
/// <param name="Waiting">The first waiting update of each origin.</param>
/// <param name="Links">The lab's links that end there.</param>
internal sealed record LiveReplicaStatus(
    string Incarnation,
    IReadOnlyDictionary<string, ulong> Clock,
    IReadOnlyDictionary<string, ulong> Updates,
    ulong Behind,
    StashState Stash,
    IReadOnlyList<LiveWaiting> Waiting,
    IReadOnlyList<LiveLink> Links);

/// <summary>An update that waits.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="Cause">The update that has to be delivered before it.</param>
internal sealed record LiveWaiting(string Dot, string Cause);

/// <summary>A link that the lab has changed.</summary>
/// <param name="From">The replica that sends the updates.</param>
/// <param name="Mode">The mode, one of <see cref="LinkModes"/>.</param>
/// <param name="Ms">The delay in milliseconds.</param>
/// <param name="Held">How many updates it holds back.</param>
internal sealed record LiveLink(string From, string Mode, int Ms, int Held);

/// <summary>Updates that arrived at replicas.</summary>
/// <param name="Items">Some of them.</param>
/// <param name="LeftOut">How many more there were.</param>
internal sealed record LiveUpdates(IReadOnlyList<LiveUpdate> Items, long LeftOut);

/// <summary>An update that arrived at a replica.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="From">The replica that sent it.</param>
/// <param name="To">The replica that it arrived at.</param>
/// <param name="Outcome">Its outcome there: <c>delivered</c>, <c>waiting</c> or <c>kept-away</c>.</param>
/// <param name="Key">The first key of a client that it changes; null where it changes none.</param>
/// <param name="Keys">The number of clients' keys that it changes.</param>
internal sealed record LiveUpdate(string Dot, string From, string To, string Outcome, string? Key, int Keys);

/// <summary>The JSON of the live page's events, by the rules of <see cref="GridJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LiveHello))]
[JsonSerializable(typeof(LiveHeartbeat))]
[JsonSerializable(typeof(LiveHealth))]
[JsonSerializable(typeof(LiveCluster))]
[JsonSerializable(typeof(LiveSubstations))]
[JsonSerializable(typeof(LiveService))]
[JsonSerializable(typeof(LiveReplicas))]
[JsonSerializable(typeof(LiveUpdates))]
internal sealed partial class LiveJson : JsonSerializerContext;
