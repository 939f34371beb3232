using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>The reference of the calls that exist for clients of the systems that AkkaGrid replaces.</summary>
internal static class OriginalsTopic
{
    private static readonly (int Status, string[] Kinds)[] Problems =
        [(400, [ProblemKinds.InvalidRequest]), (503, [ProblemKinds.ContextUnavailable, ProblemKinds.StoreUnavailable])];

    private static readonly Body Write = Body.Json<OriginalWrite>(
        """{"key":"hello","value":"world"}""",
        Member.Required("key", "The key.", Rules.Key),
        Member.Required("value", "Any JSON, null too.", Rules.Any) with { TakesNull = true });

    public static Topic Topic { get; } = new(
        "Originals",
        "The calls of the systems that AkkaGrid replaces, so that their clients work unchanged.",
        [
            Call.Post("/put", "Writes a JSON value.") with
            {
                IsOriginal = true,
                TakesUnknown = true,
                Request = Write,
                Answer = Body.Json<PutAnswer>("""{"status":"ok","vc":{"node1":1}}"""),
                Problems = Problems,
            },
            Call.Get("/get", "Reads a value; null where there is none.") with
            {
                IsOriginal = true,
                TakesUnknown = true,
                Parameters = [Parameter.Query("key", "The key.", Rules.Key)],
                Answer = Body.Json<GetAnswer>("""{"key":"hello","value":"world","vc":{"node1":1}}"""),
                Problems = Problems,
            },
            Call.Post("/write", "Writes a JSON value.") with
            {
                IsOriginal = true,
                TakesUnknown = true,
                Request = Write,
                Answer = Body.Json<WriteAnswer>(
                    """{"key":"hello","value":"world","vector_clock":[1,0,0],"node_id":0}"""),
                Problems = Problems,
            },
            Call.Get("/read/{key}", "Reads a value; null where there is none.") with
            {
                IsOriginal = true,
                TakesUnknown = true,
                Parameters = [Parameter.Path("key", "The key.", Rules.Key)],
                Answer = Body.Json<ReadAnswer>("""{"key":"hello","value":"world","vector_clock":[1,0,0]}"""),
                Problems = Problems,
            },
            ChargingTopic.Charge with { Path = "/route_charge", TakesUnknown = true },
            Call.Get("/status", "Returns the load of every substation, and the node of the balancer.") with
            {
                IsOriginal = true,
                TakesUnknown = true,
                Answer = Body.Json<GridStatus>(
                    """{"service":"load_balancer","status":"running","load_balancer_status":"healthy","substation_loads":{"substation_1":22},"balancer_node":"node1","timestamp":"2026-01-31T12:00:00+00:00"}"""),
            },
        ]);
}
