using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>The reference of operators' calls.</summary>
internal static class OperationsTopic
{
    private const string Members =
        """{"members":[{"name":"node1","address":"akka.tcp://AkkaGrid@127.0.0.1:4053","roles":["balancer","seed"],"status":"up","reachable":true,"version":"0.1.0"}],"leader":"akka.tcp://AkkaGrid@127.0.0.1:4053","balancer_node":"node1","state":"member","self":"akka.tcp://AkkaGrid@127.0.0.1:4053"}""";

    private static readonly (int Status, string[] Kinds) Refused = (409, [ProblemKinds.NotInCluster]);

    public static Topic Topic { get; } = new(
        "Operations",
        "The cluster as the node sees it, commands to it, health and metrics. A command is answered once it has been "
            + "accepted, with the members at that moment; it takes effect after that.",
        [
            Call.Get("/cluster/members", "Lists the members, the leader, and the node that the balancer runs on.") with
            {
                Answer = Body.Json<ClusterMembers>(Members),
            },
            Call.Get(
                "/cluster/tail",
                "Streams the changes of the cluster as server-sent events: first the members, then each change, and "
                    + "the members again from time to time while nothing changes.") with
            {
                Answer = new(
                    "text/event-stream",
                    null,
                    "event: change\ndata: {\"at\":\"2026-01-31T12:00:00+00:00\",\"event\":\"leader-changed\","
                        + "\"leader\":\"akka.tcp://AkkaGrid@127.0.0.1:4053\"}\n\n"),
                Problems = [(429, [ProblemKinds.TooManyWatches])],
            },
            Command(
                "join",
                "Makes this node join the cluster of the named member, or of any seed where none is named.") with
            {
                Problems =
                [
                    (400, [ProblemKinds.InvalidRequest]),
                    (409, [ProblemKinds.AlreadyInCluster]),
                    (503, [ProblemKinds.NodeRestarting]),
                ],
            },
            Command(
                "leave",
                "Makes a member leave gracefully, this node where none is named; it stays out "
                    + "until it is made to join."),
            Command(
                "down", "Removes a member as dead; one that is alive restarts its actor system and comes back.") with
            {
                Problems = [(400, [ProblemKinds.InvalidRequest]), (404, [ProblemKinds.NotFound]), Refused],
            },
            Call.Post("/cluster/down-unreachable", "Removes all members that this node cannot reach as dead.") with
            {
                Status = 202,
                Answer = Body.Json<ClusterMembers>(Members),
                Problems = [Refused],
            },
            Call.Get("/health", "Answers 200 while the process runs.") with
            {
                IsOriginal = true,
                TakesUnknown = true,
                Answer = Body.Json<Client.Contracts.Health>(
                    """{"status":"healthy","timestamp":"2026-01-31T12:00:00+00:00"}"""),
            },
            Call.Get("/health/live", "Answers 200 while the process runs.") with
            {
                Answer = Body.Json<Client.Contracts.Health>("""{"status":"healthy"}"""),
            },
            Ready(
                "/health/ready",
                "Answers 200 while the store serves, the node is a member, a balancer answers, and every live "
                    + "substation has reported."),
            Ready("/health/ready/store", "Answers 200 while the store serves, even if the node is in no cluster."),
            Call.Get("/metrics", "Returns the node's metrics for Prometheus.") with
            {
                IsOriginal = true,
                TakesUnknown = true,
                Answer = new("text/plain; version=0.0.4", null, "cluster_is_member 1\n"),
            },
            Call.Get(
                "/live/events",
                "Streams the data of the live page as server-sent events: hello, then the latest state of "
                    + "health, cluster, substations, service and replicas when it changes, a sample of the "
                    + "updates that arrive at replicas, and a beat while nothing changes. Only for the page: "
                    + "it may change with any version.") with
            {
                Answer = new(
                    "text/event-stream",
                    null,
                    "event: updates\ndata: {\"items\":[{\"dot\":\"node1.5c0de5c0de5c0de5:1\","
                        + "\"from\":\"node1\",\"to\":\"node3\",\"outcome\":\"kept-away\",\"key\":\"hello\","
                        + "\"keys\":1}],\"left_out\":0}\n\n"),
                Problems = [(429, [ProblemKinds.TooManyWatches])],
            },
            Call.Post(
                "/lab/links",
                "Holds, delays, drops or duplicates the updates that one replica sends another, or passes them again. "
                    + "Only where the lab is on; else 404.") with
            {
                Request = Body.Json<LabLink>(
                    """{"from":"node1","to":"node3","mode":"hold"}""",
                    Member.Required("from", "The replica that sends the updates.", Rules.Replica),
                    Member.Required("to", "The replica that receives them.", Rules.Replica),
                    Member.Required("mode", "What happens to the updates.", Rules.LinkMode),
                    new("ms", "The delay in milliseconds; required for delay.", Rules.LinkDelay),
                    new("rate", "The share of the messages that is affected; absent means all.", Rules.Share)),
                Answer = Body.Json<LabLink>("""{"from":"node1","to":"node3","mode":"hold"}"""),
                Problems = [(400, [ProblemKinds.InvalidRequest]), (404, [ProblemKinds.NotFound])],
            },
            Call.Get("/lab/links", "Lists the links whose mode is not pass.") with
            {
                Answer = Body.Json<LabLinkList>("""{"items":[{"from":"node1","to":"node3","mode":"hold"}]}"""),
                Problems = [(404, [ProblemKinds.NotFound])],
            },
        ]);

    private static Call Command(string verb, string summary) => Call.Post("/cluster/" + verb, summary) with
    {
        Request = Body.Json<ClusterTarget>(
            """{"address":"akka.tcp://AkkaGrid@127.0.0.1:4054"}""",
            new("name", "The member's name.", Rules.Text),
            new("address", "Its address, akka.tcp://AkkaGrid@host:port.", Rules.Text)) with
        { IsOptional = true },
        Status = 202,
        Answer = Body.Json<ClusterMembers>(Members),
        Problems = [(404, [ProblemKinds.NotFound]), Refused],
    };

    private static Call Ready(string path, string summary) => Call.Get(path, summary) with
    {
        Answer = Body.Json<Readiness>("""{"status":"ready","reasons":[]}"""),
        Problems = [(503, [ProblemKinds.NotReady])],
    };
}
