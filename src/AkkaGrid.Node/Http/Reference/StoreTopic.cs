using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http.Contracts;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>The reference of the store.</summary>
internal static class StoreTopic
{
    private const string Written =
        """{"key":"hello","dot":"node1.5c0de5c0de5c0de5:1","clock":{"node1":1},"context":"AQ"}""";

    private static readonly Parameter Context = Parameter.Header(
        GridHeaders.CausalContext,
        "What the client has read and written, from an earlier answer. The answer is not older than that.",
        Rules.Context);

    private static readonly Parameter Seen = Parameter.Header(
        GridHeaders.CausalContext,
        "What the client has read and written, this answer included; opaque. Send it with the next request.",
        Rules.Text);

    private static readonly Parameter Key = Parameter.Path(
        "key",
        "The key: the rest of the target, percent-decoded once and not normalised; it may contain slashes.",
        Rules.Key);

    private static readonly Parameter[] Write =
    [
        Context,
        Parameter.Query(
            "w",
            "How many replicas must have it on disk before it is acknowledged: local, majority or all.",
            Rules.Concern),
        Parameter.Query("timeout", "How long to wait for them, in milliseconds.", Rules.WriteTimeout),
    ];

    private static readonly Parameter IfMatch = Parameter.Header(
        "If-Match",
        "Only if the key has one of these ETags, or any value (*); weak ones never match. Else 412.",
        Rules.Tags);

    private static readonly Parameter IfNoneMatch = Parameter.Header(
        "If-None-Match",
        "Only if the key has none of these ETags, or no value at this replica (*). Else 412.",
        Rules.Tags);

    private static readonly Parameter IfModified = Parameter.Header(
        "If-None-Match", "304 without a body if the key still has one of these ETags.", Rules.Tags);

    private static readonly (int Status, string[] Kinds)[] Reading =
    [
        (400, [ProblemKinds.InvalidRequest]),
        (410, [ProblemKinds.ContextLost]),
        (503, [ProblemKinds.ContextUnavailable, ProblemKinds.StoreUnavailable]),
    ];

    private static readonly (int Status, string[] Kinds)[] Writing =
        [.. Reading, (413, [ProblemKinds.TooLarge]), (504, [ProblemKinds.OutcomeUnknown])];

    public static Topic Topic { get; } = new(
        "Store",
        "A causally consistent key-value store, replicated to every node. Send the X-Causal-Context of an answer with "
            + "the next request, to any node: you read your own writes, and never an older state than before.",
        [
            new(HttpMethod.Put, "/kv/{key}", "Writes a value: any bytes of any content type.")
            {
                Parameters = [Key, .. Write, IfMatch, IfNoneMatch],
                Request = new("text/plain", null, "world"),
                AnswerHeaders = [Seen],
                Answer = Body.Json<KeyWritten>(Written),
                Problems = [.. Writing, (412, [ProblemKinds.PreconditionFailed])],
            },
            Call.Get(
                "/kv/{key}",
                "Reads a value as it was written, with its ETag and X-Siblings, the number of "
                    + "concurrent versions beside it.") with
            {
                Parameters =
                [
                    Key,
                    Context,
                    IfMatch,
                    IfModified,
                    Parameter.Query(
                        "envelope", "true for all versions as JSON, instead of the bytes of one.", Rules.YesNo),
                ],
                AnswerHeaders =
                [
                    Seen,
                    Parameter.Header("ETag", "The tag of the versions that the key has now.", Rules.Text),
                    Parameter.Header(
                        GridHeaders.Siblings,
                        "How many versions there are besides the one that is returned.",
                        Rules.Count),
                ],
                HasNotModified = true,
                Answer = new("application/octet-stream", null, "world"),
                OtherAnswer = Body.Json<KeyEnvelope>(
                    """{"key":"hello","value":"world","siblings":[],"clock":{"node1":1},"context":"AQ"}"""),
                Problems = [.. Reading, (404, [ProblemKinds.NotFound]), (412, [ProblemKinds.PreconditionFailed])],
            },
            new(HttpMethod.Delete, "/kv/{key}", "Deletes a key; succeeds also for a key without a value.")
            {
                Parameters = [Key, .. Write, IfMatch, IfNoneMatch],
                AnswerHeaders = [Seen],
                Answer = Body.Json<KeyWritten>(Written),
                Problems = [.. Writing, (412, [ProblemKinds.PreconditionFailed])],
            },
            Call.Get("/kv", "Lists keys in order, each page one causal cut.") with
            {
                Parameters =
                [
                    Context,
                    Parameter.Query("prefix", "Only keys that begin with this.", Rules.Key),
                    Parameter.Query("after", "The member next of the page before.", Rules.Key),
                    Parameter.Query("limit", "How many at most.", Rules.PageSize),
                ],
                AnswerHeaders = [Seen],
                Answer = Body.Json<KeyPage>("""{"items":[{"key":"hello","value":"world","siblings":0}],"next":null}"""),
                Problems = Reading,
            },
            Call.Post(
                "/store/batch",
                "Writes and deletes several keys as one update: readers see all of it, or nothing.") with
            {
                Parameters = Write,
                Request = Body.Json<BatchRequest>(
                    """{"puts":{"a":"text","b":{"value":"/w==","encoding":"base64"}},"deletes":["c"]}""",
                    new("puts", "New values by key.", new MapRule(Rules.Key, Rules.Value)),
                    new("deletes", "Keys to delete.", new ListRule(Rules.Key))),
                AnswerHeaders = [Seen],
                Answer = Body.Json<BatchWritten>(
                    """{"dot":"node1.5c0de5c0de5c0de5:2","clock":{"node1":2},"context":"AQ"}"""),
                Problems = Writing,
            },
            Call.Post("/store/snapshot", "Reads several keys at one causal cut.") with
            {
                Parameters = [Context],
                Request = Body.Json<SnapshotRequest>(
                    """{"keys":["a","c"]}""",
                    Member.Required("keys", "The keys.", new ListRule(Rules.Key, MinItems: 1))),
                AnswerHeaders = [Seen],
                Answer = Body.Json<Snapshot>("""{"values":{"a":"text","c":null},"clock":{"node1":2},"context":"AQ"}"""),
                Problems = Reading,
            },
            Call.Get(
                "/store/watch",
                "Streams changes as they are delivered, causes first, as server-sent events: change, snapshot, "
                    + "cursor, resync, cut-off.") with
            {
                Parameters =
                [
                    Context,
                    Parameter.Query("prefix", "Only keys that begin with this.", Rules.Key),
                    Parameter.Query("initial", "true to receive the present keys first.", Rules.YesNo),
                    Parameter.Header(
                        GridHeaders.LastEventId,
                        "The id of an event, from any node: the watch resumes after it.",
                        Rules.Cursor),
                ],
                Answer = new(
                    "text/event-stream",
                    null,
                    "event: change\nid: AQ\ndata: {\"dot\":\"node1.5c0de5c0de5c0de5:1\","
                        + "\"timestamp\":\"0198c0ffee000000\",\"changes\":[{\"key\":\"hello\",\"value\":\"world\"}],"
                        + "\"context\":\"AQ\"}\n\n"),
                Problems = [.. Reading, (429, [ProblemKinds.TooManyWatches])],
            },
            Call.Get(
                "/store/replica",
                "Returns the state of this node's replica: its clock, the updates that wait for their causes, its "
                    + "peers, and the stable clock.") with
            {
                Answer = Body.Json<ReplicaState>(
                    """{"replica":"node1","incarnation":"5c0de5c0de5c0de5","clock":{"node1":2},"updates":{"node1":2},"behind":0,"stash":{"count":0,"bytes":0},"peers":[{"replica":"node2","reachable":true,"lag":0}],"stability":{"clock":{"node1":2},"blocked_by":null}}"""),
                Problems = [(503, [ProblemKinds.StoreUnavailable])],
            },
            Call.Get(
                "/store/explain",
                "Explains why an update is, or is not, visible at this node: the updates that it waits for, and the "
                    + "replicas that have them.") with
            {
                Parameters = [Parameter.Query("dot", "The update: the dot in the answer to its write.", Rules.Dot) with
                {
                    IsRequired = true
                }],
                Answer = Body.Json<UpdateExplanation>(
                    """{"dot":"node1.5c0de5c0de5c0de5:2","state":"delivered","explanation":["It is visible here."]}"""),
                Problems =
                [
                    (400, [ProblemKinds.InvalidRequest]),
                    (404, [ProblemKinds.NotFound]),
                    (503, [ProblemKinds.StoreUnavailable])
                ],
            },
            Call.Post("/store/retire", "Removes a replica that will not come back from the replica set.") with
            {
                Request = Body.Json<RetireRequest>(
                    """{"name":"node3"}""",
                    Member.Required("name", "The replica.", Rules.Replica),
                    new(
                        "force",
                        "Whether to retire it even if this node reaches no majority of the set.",
                        Rules.YesNo)),
                Answer = Body.Json<ReplicaRetired>("""{"name":"node3","replicas":["node1","node2"]}"""),
                Problems =
                [
                    (400, [ProblemKinds.InvalidRequest]),
                    (404, [ProblemKinds.NotFound]),
                    (409, [ProblemKinds.NotRetired]),
                    (504, [ProblemKinds.OutcomeUnknown]),
                ],
            },
            Call.Post(
                "/store/backup",
                "Copies the store at one causal cut to a folder below the data directory; a "
                    + "node can start from it.") with
            {
                Request = Body.Json<BackupRequest>(
                    """{"name":"monday"}""",
                    Member.Required("name", "The name of the backup and of its folder.", Rules.Backup)),
                Answer = Body.Json<BackupMade>("""{"name":"monday","directory":"/data/backups/monday"}"""),
                Problems =
                [
                    (400, [ProblemKinds.InvalidRequest]),
                    (409, [ProblemKinds.BackupExists]),
                    (503, [ProblemKinds.StoreUnavailable])
                ],
            },
        ]);
}
