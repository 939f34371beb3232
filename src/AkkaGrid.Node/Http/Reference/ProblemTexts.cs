using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>The meaning of each kind of problem for a client.</summary>
internal static class ProblemTexts
{
    /// <summary>The kinds that have a <c>Retry-After</c>.</summary>
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

    /// <summary>The further members of a kind, beyond those of every problem.</summary>
    public static IReadOnlyDictionary<string, string> Added { get; } = new Dictionary<string, string>
    {
        [ProblemKinds.InvalidRequest] = "errors: the errors by the name of the parameter, header or member.",
        [ProblemKinds.NoCapacity] = "requested_kw; largest_free_kw: the largest free capacity of a substation.",
        [ProblemKinds.Curtailed] =
            "requested_kw; largest_free_kw; largest_limit_kw: the largest limit of a substation now.",
        [ProblemKinds.ExceedsLargestSubstation] = "requested_kw; largest_substation_kw: the rating of the largest.",
        [ProblemKinds.IdempotencyKeyReuse] = "session_id: the session of the earlier request.",
        [ProblemKinds.PreconditionFailed] = "value: the present value of the key.",
        [ProblemKinds.ContextUnavailable] =
            "missing: the updates; away: the members that may have them and are unreachable.",
        [ProblemKinds.ContextLost] = "lost: the updates.",
        [ProblemKinds.NotReady] = "reasons: why the node is not ready, one sentence each.",
        [ProblemKinds.SubstationUnavailable] = "substation_id.",
        [ProblemKinds.TooManyEvents] = "substation_id.",
    };

    public static IReadOnlyDictionary<string, string> Of { get; } = new Dictionary<string, string>
    {
        [ProblemKinds.InvalidRequest] = "A field, parameter or header is missing or malformed.",
        [ProblemKinds.NotFound] = "There is no such key, session, substation, member or route.",
        [ProblemKinds.ForeignOrigin] = "A browser sent the request for a page of another site.",
        [ProblemKinds.MethodNotAllowed] = "The path does not support the method; Allow has those that it supports.",
        [ProblemKinds.RequestTimeout] = "The body arrived too slowly.",
        [ProblemKinds.UnsupportedMediaType] = "The call does not support the content type or encoding of the body.",
        [ProblemKinds.BackupExists] = "There is a backup of that name.",
        [ProblemKinds.PreconditionFailed] = "The key does not meet the If-Match or If-None-Match that was sent.",
        [ProblemKinds.ContextLost] = "The causal context contains updates that no replica has any more.",
        [ProblemKinds.ContextUnavailable] =
            "This node does not have all updates of the causal context yet; nothing was done.",
        [ProblemKinds.StoreUnavailable] = "The replica of this node accepts no requests now; nothing was written.",
        [ProblemKinds.NotInCluster] = "The command needs a cluster, and the node is in none.",
        [ProblemKinds.AlreadyInCluster] = "The node is in a cluster, and must leave it first.",
        [ProblemKinds.NodeRestarting] = "The node has just left a cluster and restarts its actor system; try again.",
        [ProblemKinds.NotReady] = "The node cannot serve all calls; reasons says why.",
        [ProblemKinds.TooManyWatches] = "The node has reached its limit of watchers.",
        [ProblemKinds.NotRetired] = "The replica cannot be retired in its present state.",
        [ProblemKinds.TooLarge] = "The key, value or batch is over the limit.",
        [ProblemKinds.OutcomeUnknown] = "It is unknown whether the request took effect.",
        [ProblemKinds.IdempotencyKeyReuse] = "The Idempotency-Key was sent before with another body.",
        [ProblemKinds.VehicleCharging] =
            "The vehicle already has a session, and may have only one (Charging:OneSessionPerVehicle).",
        [ProblemKinds.ExceedsLargestSubstation] = "No substation is rated for this much power.",
        [ProblemKinds.NoCapacity] = "No substation has this much power free now.",
        [ProblemKinds.Curtailed] = "No substation may give this much power while limits are in force.",
        [ProblemKinds.BalancerUnavailable] =
            "No balancer answers; it is safe to send the request again with the same key.",
        [ProblemKinds.Overloaded] = "The node has reached its limit of requests in progress; this one was not sent.",
        [ProblemKinds.SubstationUnavailable] = "The substation cannot be reached.",
        [ProblemKinds.TooManyEvents] = "The substation has reached its limit of demand-response events.",
        [ProblemKinds.SessionNotRecorded] = "The session could not be recorded. Send the request again with the same "
            + "key: if the session was recorded after all, the answer has it; it never starts twice.",
        [ProblemKinds.Internal] = "Internal error: a bug.",
    };
}
