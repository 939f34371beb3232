using System.Text.Json.Serialization;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.LivePage;

/// <summary>The first event of a stream.</summary>
/// <param name="Node">The node that tells.</param>
/// <param name="Version">Its version.</param>
/// <param name="Lab">Whether links can be changed here.</param>
/// <param name="Now">Its time, in milliseconds since 1970, from which times in other events are to be counted.</param>
internal sealed record LiveHello(string Node, string Version, bool Lab, long Now);

/// <summary>Tells that the stream is alive.</summary>
/// <param name="Now">The time of the node, in milliseconds since 1970.</param>
internal sealed record LiveHeartbeat(long Now);

/// <summary>Whether the node is ready, as <c>GET /health/ready</c> answers.</summary>
/// <param name="Reasons">Why it is not, one sentence each; empty where it is ready.</param>
internal sealed record LiveHealth(IReadOnlyList<string> Reasons);

/// <summary>The members of the cluster.</summary>
/// <param name="View">The members, as <c>GET /cluster/members</c> shows them, but not more than can be looked at.</param>
/// <param name="More">How many more there are.</param>
internal sealed record LiveCluster(ClusterMembers View, int More);

/// <summary>The substations.</summary>
/// <param name="Items">As many as can be looked at.</param>
/// <param name="More">How many more there are.</param>
/// <param name="Totals">The totals of all, those that are not shown included.</param>
internal sealed record LiveSubstations(IReadOnlyList<LiveSubstation> Items, int More, LiveTotals Totals);

/// <summary>The totals of all substations; the load of an unreachable one is unknown, and not in them.</summary>
/// <param name="Reporting">How many report.</param>
/// <param name="Load">Their load in kW.</param>
/// <param name="Limit">What they may give now, in kW.</param>
/// <param name="Sessions">How many sessions run there.</param>
/// <param name="Full">How many of them are full.</param>
/// <param name="Unreachable">How many are unreachable.</param>
/// <param name="UnreachableLimit">What those might give when they last reported, in kW.</param>
/// <param name="UnreachableSince">
/// The oldest of their last reports, in milliseconds since 1970, by the clock of the node that tells; null for none.
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

/// <summary>A substation, and what is about to change there.</summary>
/// <param name="Substation">As <c>GET /substations/{id}</c> shows it.</param>
/// <param name="Ends">The sessions that end next.</param>
/// <param name="Limits">How its limit changes next.</param>
/// <param name="Full">Whether it gives all, or nearly all, that it may give.</param>
/// <param name="ReportedAt">
/// When it last reported, in milliseconds since 1970, by the clock of the node that tells; null while it reports.
/// </param>
internal sealed record LiveSubstation(
    Substation Substation, IReadOnlyList<LivePower> Ends, IReadOnlyList<LivePower> Limits, bool Full, long? ReportedAt);

/// <summary>An amount of power from a moment on.</summary>
/// <param name="At">When, in milliseconds since 1970, by the clock of the node that tells.</param>
/// <param name="Kw">How much, in kW.</param>
internal sealed record LivePower(long At, decimal Kw);

/// <summary>How the balancer serves.</summary>
/// <param name="Queue">The requests that wait for room and are served next.</param>
/// <param name="More">How many more wait.</param>
/// <param name="Decisions">
/// The last decisions, the last one first, refusals that follow each other as one; null where no balancer answers.
/// </param>
/// <param name="Refused">The share of the power asked for that was refused lately, from 0 to 1; null where nothing came.</param>
/// <param name="PooledRefused">What one undivided pool would have refused.</param>
internal sealed record LiveService(
    IReadOnlyList<WaitingRequest> Queue,
    int More,
    IReadOnlyList<LiveDecision>? Decisions,
    double? Refused,
    double? PooledRefused);

/// <summary>A decision, or several refusals that followed each other.</summary>
/// <param name="Decision">The last one.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Since">When the first of them was decided.</param>
/// <param name="MayBeMore">Whether there may have been more before it.</param>
internal sealed record LiveDecision(SessionDecision Decision, int Count, DateTimeOffset Since, bool MayBeMore);

/// <summary>The replicas that are known of.</summary>
/// <param name="Items">The replicas, ordered by name; as many as can be looked at.</param>
/// <param name="More">How many more there are.</param>
/// <param name="BlockedBy">Who holds causal stability up, as the node that tells knows it; null for nobody.</param>
internal sealed record LiveReplicas(IReadOnlyList<LiveReplica> Items, int More, string? BlockedBy);

/// <summary>A replica.</summary>
/// <param name="Replica">Its name.</param>
/// <param name="Here">Whether it is that of the node that tells.</param>
/// <param name="Fresh">Whether it has told of itself in the last seconds; what it tells below is old otherwise.</param>
/// <param name="Reachable">Whether the replica of the node that tells can reach it.</param>
/// <param name="Lag">How many updates it is not known to have, of those of the node that tells.</param>
/// <param name="HeardAt">When it last told of itself, in ms since 1970 by the clock of the node that tells; null where it is fresh, or never did.</param>
/// <param name="Told">What it has told of itself; null where it has not in the last minute.</param>
/// <param name="Url">Where browsers find the page of its node; null where it has announced nothing.</param>
internal sealed record LiveReplica(
    string Replica, bool Here, bool Fresh, bool Reachable, ulong Lag, long? HeardAt, LiveReplicaStatus? Told, string? Url = null);

/// <summary>What a replica tells of itself.</summary>
/// <param name="Incarnation">The random part of its incarnation.</param>
/// <param name="Clock">What it has delivered, by origin.</param>
/// <param name="Updates">How many updates it has delivered, by replica: those of all its incarnations together.</param>
/// <param name="Behind">How many updates it is known to lack.</param>
/// <param name="Stash">What waits there for its causes.</param>
/// <param name="Waiting">Of each origin the first that waits.</param>
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
/// <param name="From">Whose updates it acts on.</param>
/// <param name="Mode">What it does, one of <see cref="LinkModes"/>.</param>
/// <param name="Ms">How long it delays.</param>
/// <param name="Held">How many updates it holds back.</param>
internal sealed record LiveLink(string From, string Mode, int Ms, int Held);

/// <summary>Updates that have come to replicas.</summary>
/// <param name="Items">Some of them.</param>
/// <param name="LeftOut">How many more there were.</param>
internal sealed record LiveUpdates(IReadOnlyList<LiveUpdate> Items, long LeftOut);

/// <summary>An update that has come to a replica.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="From">The replica that has sent it.</param>
/// <param name="To">The replica that it has come to.</param>
/// <param name="Outcome">What became of it there: <c>delivered</c>, <c>waiting</c> or <c>kept-away</c>.</param>
/// <param name="Key">The first key that it changes; null where it changes none of clients.</param>
/// <param name="Keys">How many keys of clients it changes.</param>
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
