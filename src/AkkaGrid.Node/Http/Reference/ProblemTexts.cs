using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>What each kind of problem means to who is refused.</summary>
internal static class ProblemTexts
{
    /// <summary>The kinds that say in <c>Retry-After</c> when to try again.</summary>
    public static IReadOnlySet<string> WithRetryAfter { get; } = new HashSet<string>
    {
        ProblemKinds.NoCapacity,
        ProblemKinds.Curtailed,
        ProblemKinds.SessionNotRecorded,
        ProblemKinds.BalancerUnavailable,
        ProblemKinds.Overloaded,
        ProblemKinds.ContextUnavailable,
        ProblemKinds.StoreUnavailable,
        ProblemKinds.TooManyWatches,
    };

    /// <summary>What a kind adds to the members that every problem has.</summary>
    public static IReadOnlyDictionary<string, string> Added { get; } = new Dictionary<string, string>
    {
        [ProblemKinds.InvalidRequest] = "errors: what is wrong, by the name of the parameter, header or member.",
        [ProblemKinds.NoCapacity] = "requested_kw; largest_free_kw: the most that a substation has free.",
        [ProblemKinds.Curtailed] = "requested_kw; largest_free_kw; largest_limit_kw: the most that a substation may give now.",
        [ProblemKinds.ExceedsLargestSubstation] = "requested_kw; largest_substation_kw: the rating of the largest.",
        [ProblemKinds.IdempotencyKeyReuse] = "session_id: the session of the earlier request.",
        [ProblemKinds.PreconditionFailed] = "value: what the key has now.",
        [ProblemKinds.ContextUnavailable] = "missing: the updates; away: the members that may have them and are not in reach.",
        [ProblemKinds.ContextLost] = "lost: the updates.",
        [ProblemKinds.NotReady] = "reasons: what is missing, one sentence each.",
        [ProblemKinds.SubstationUnavailable] = "substation_id.",
        [ProblemKinds.TooManyEvents] = "substation_id.",
    };

    public static IReadOnlyDictionary<string, string> Of { get; } = new Dictionary<string, string>
    {
        [ProblemKinds.InvalidRequest] = "A field, parameter or header is missing or malformed.",
        [ProblemKinds.NotFound] = "There is no such key, session, substation, member or route.",
        [ProblemKinds.ForeignOrigin] = "A browser has sent it for a page of another site.",
        [ProblemKinds.MethodNotAllowed] = "The path does not take the method; Allow names those that it takes.",
        [ProblemKinds.RequestTimeout] = "The body came too slowly.",
        [ProblemKinds.UnsupportedMediaType] = "The body is sent in a form that the call does not take.",
        [ProblemKinds.BackupExists] = "There is a backup of that name.",
        [ProblemKinds.PreconditionFailed] = "The key does not meet the If-Match or If-None-Match that was sent.",
        [ProblemKinds.ContextLost] = "The causal context names what no replica has any more.",
        [ProblemKinds.ContextUnavailable] = "This node has not yet what the causal context names; nothing was done.",
        [ProblemKinds.StoreUnavailable] = "The replica of this node takes no request now; nothing was written.",
        [ProblemKinds.NotInCluster] = "The node is in no cluster, and what was asked needs one.",
        [ProblemKinds.AlreadyInCluster] = "The node is in a cluster, and must leave that one first.",
        [ProblemKinds.NodeRestarting] = "The node has just left a cluster, and is not yet done with it; try again.",
        [ProblemKinds.NotReady] = "The node cannot do all of its work; the reasons say why.",
        [ProblemKinds.TooManyWatches] = "The node has as many watchers as it may.",
        [ProblemKinds.NotRetired] = "The replica cannot be retired, as things are.",
        [ProblemKinds.TooLarge] = "The key, value or batch is over the limit.",
        [ProblemKinds.OutcomeUnknown] = "Whether it happened is not known.",
        [ProblemKinds.IdempotencyKeyReuse] = "The Idempotency-Key was sent before with another body.",
        [ProblemKinds.VehicleCharging] = "The vehicle has a session already, and may have only one (Charging:OneSessionPerVehicle).",
        [ProblemKinds.ExceedsLargestSubstation] = "No substation is rated for this much power; it will never fit.",
        [ProblemKinds.NoCapacity] = "It fits in principle, and nowhere now.",
        [ProblemKinds.Curtailed] = "It fits no substation while a limit is in force.",
        [ProblemKinds.BalancerUnavailable] = "The balancer is moving; safe to send again with the same key.",
        [ProblemKinds.Overloaded] = "As many requests are under way as may be; this one was not placed.",
        [ProblemKinds.SubstationUnavailable] = "The substation cannot be reached.",
        [ProblemKinds.TooManyEvents] = "The substation keeps as many demand-response events as it may.",
        [ProblemKinds.SessionNotRecorded] = "The session could not be recorded. Send the request again with the same key: a session whose record turns out to be there is answered then, and none is started twice.",
        [ProblemKinds.Internal] = "A bug of the grid.",
    };
}
