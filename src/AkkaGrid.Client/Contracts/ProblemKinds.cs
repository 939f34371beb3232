namespace AkkaGrid.Client.Contracts;

/// <summary>
/// What can go wrong, as stable words that a client may switch on: the end of <see cref="Problem.Type"/>.
/// </summary>
public static class ProblemKinds
{
    /// <summary>What comes before the kind in <see cref="Problem.Type"/>.</summary>
    public const string Prefix = "urn:akkagrid:problem:";

    /// <summary>400: a field, parameter or header is missing or malformed.</summary>
    public const string InvalidRequest = "invalid-request";

    /// <summary>404: there is no such key, session, substation or route.</summary>
    public const string NotFound = "not-found";

    /// <summary>403: a browser has sent it for a page of another site.</summary>
    public const string ForeignOrigin = "foreign-origin";

    /// <summary>405: the path does not take the method; <c>Allow</c> names those that it takes.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>408: the body came too slowly.</summary>
    public const string RequestTimeout = "request-timeout";

    /// <summary>415: the body is sent in a form that the call does not take.</summary>
    public const string UnsupportedMediaType = "unsupported-media-type";

    /// <summary>409: there is a backup of that name.</summary>
    public const string BackupExists = "backup-exists";

    /// <summary>412: the key does not meet the <c>If-Match</c> or <c>If-None-Match</c> that was sent.</summary>
    public const string PreconditionFailed = "precondition-failed";

    /// <summary>410: the causal context names what no replica has any more.</summary>
    public const string ContextLost = "context-lost";

    /// <summary>503: this node has not yet what the causal context names; nothing was written.</summary>
    public const string ContextUnavailable = "context-unavailable";

    /// <summary>503: the replica of this node takes no request now; nothing was written.</summary>
    public const string StoreUnavailable = "store-unavailable";

    /// <summary>409: the node is in no cluster, and what was asked needs one.</summary>
    public const string NotInCluster = "not-in-cluster";

    /// <summary>409: the node is in a cluster, and must leave that one first.</summary>
    public const string AlreadyInCluster = "already-in-cluster";

    /// <summary>503: the node has just left a cluster, and is not yet done with it; safe to send again.</summary>
    public const string NodeRestarting = "node-restarting";

    /// <summary>503: the node cannot do all of its work; the reasons say why.</summary>
    public const string NotReady = "not-ready";

    /// <summary>429: the node has as many watchers as it may.</summary>
    public const string TooManyWatches = "too-many-watches";

    /// <summary>409: the replica cannot be retired, as things are.</summary>
    public const string NotRetired = "not-retired";

    /// <summary>413: the key, value or batch is over the limit.</summary>
    public const string TooLarge = "too-large";

    /// <summary>504: whether it happened is not known.</summary>
    public const string OutcomeUnknown = "outcome-unknown";

    /// <summary>422: the <c>Idempotency-Key</c> was sent before with another body.</summary>
    public const string IdempotencyKeyReuse = "idempotency-key-reuse";

    /// <summary>409: the vehicle has a session already, and may have only one.</summary>
    public const string VehicleCharging = "vehicle-charging";

    /// <summary>422: no substation is rated for this much power; it will never fit.</summary>
    public const string ExceedsLargestSubstation = "exceeds-largest-substation";

    /// <summary>503: it fits in principle, and nowhere now.</summary>
    public const string NoCapacity = "no-capacity";

    /// <summary>503: it fits no substation while a limit is in force.</summary>
    public const string Curtailed = "curtailed";

    /// <summary>503: the balancer is moving; safe to send again with the same key.</summary>
    public const string BalancerUnavailable = "balancer-unavailable";

    /// <summary>503: as many requests are under way as may be; this one was not placed.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>503: the substation cannot be reached.</summary>
    public const string SubstationUnavailable = "substation-unavailable";

    /// <summary>409: the substation keeps as many demand-response events as it may.</summary>
    public const string TooManyEvents = "too-many-events";

    /// <summary>
    /// 503: the session could not be recorded. Send the request again with the same key: a session whose record turns
    /// out to be there is answered then, and none is started twice.
    /// </summary>
    public const string SessionNotRecorded = "session-not-recorded";

    /// <summary>500: a bug of the grid.</summary>
    public const string Internal = "internal";
}
