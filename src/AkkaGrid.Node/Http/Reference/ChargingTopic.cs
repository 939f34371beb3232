using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>The reference of charging.</summary>
internal static class ChargingTopic
{
    private const string Station =
        """{"substation_id":"substation_1","current_load":22,"max_capacity":80,"limit":80,"utilization_percent":27.5,"available_capacity":58,"active_sessions":1,"state":"active","node":"node1"}""";

    private const string Running =
        """{"session_id":"0f8fad5bd9cb469fa16570867728950e","vehicle_id":"EV_1","substation_id":"substation_1","charge_amount":22,"priority":"normal","state":"active","start_time":"2026-01-31T12:00:00+00:00","expected_end":"2026-01-31T12:00:08+00:00","remaining_time":7.5}""";

    private static readonly Parameter Session = Parameter.Path("id", "The session.", Rules.Session);
    private static readonly Parameter Substation = Parameter.Path("id", "The substation.", Rules.Substation);

    private const string Limiting =
        """{"event_id":"0f8fad5bd9cb","limit":40,"start":"2026-01-31T18:00:00+00:00","state":"active","end":"2026-01-31T18:15:00+00:00","name":"evening peak"}""";

    private static readonly (int Status, string[] Kinds)[] Control =
    [
        (400, [ProblemKinds.InvalidRequest]),
        (404, [ProblemKinds.NotFound]),
        (503, [ProblemKinds.SubstationUnavailable]),
    ];

    /// <summary>The request for power; the original systems have the same call under another name.</summary>
    public static Call Charge { get; } = Call.Post(
        "/charge", "Asks for power for a vehicle: a session at a substation, or why there is none.") with
    {
        IsOriginal = true,
        Parameters =
        [
            Parameter.Header(
                GridHeaders.IdempotencyKey,
                "Makes it safe to repeat the request: the same key finds the same session, and \"replayed\" says that "
                    + "the session existed before.",
                Rules.IdempotencyKey),
        ],
        Request = Body.Json<ChargeRequest>(
            """{"vehicle_id":"EV_1","charge_amount":22,"priority":"normal"}""",
            Member.Required("vehicle_id", "The vehicle.", Rules.Vehicle),
            Member.Required("charge_amount", "The power asked for in kW.", Rules.Power),
            Member.Required("priority", "How urgent it is.", Rules.Priority),
            new("request_time", "When the client sent the request, in any form; not interpreted.", Rules.Any),
            new(
                "max_wait",
                "How long the request may wait for room, in seconds; absent means not at all.",
                Rules.MaxWait),
            new(
                "min_charge_amount",
                "The least power in kW that the vehicle accepts, at most charge_amount; absent means all or nothing.",
                Rules.Power)),
        AnswerHeaders = [Parameter.Header("Location", "The path of the session.", Rules.Text)],
        Answer = Body.Json<ChargeAccepted>(
            """{"status":"accepted","session_id":"0f8fad5bd9cb469fa16570867728950e","substation_id":"substation_1","vehicle_id":"EV_1","charge_amount":22,"estimated_duration":8,"start_time":"2026-01-31T12:00:00+00:00","expected_end":"2026-01-31T12:00:08+00:00","current_load":22,"max_capacity":80,"routed_by":"load_balancer","substation_load_before":0,"state":"active","replayed":false}"""),
        Problems =
        [
            (400, [ProblemKinds.InvalidRequest]),
            (409, [ProblemKinds.VehicleCharging]),
            (422, [ProblemKinds.ExceedsLargestSubstation, ProblemKinds.IdempotencyKeyReuse]),
            (503,
            [
                ProblemKinds.NoCapacity,
                ProblemKinds.Curtailed,
                ProblemKinds.BalancerUnavailable,
                ProblemKinds.SessionNotRecorded,
                ProblemKinds.Overloaded,
            ]),
            (504, [ProblemKinds.OutcomeUnknown]),
        ],
    };

    public static Topic Topic { get; } = new(
        "Charging",
        "The balancer routes each charge request to a substation by live load. No session takes a substation over its "
            + "limit. Power is in kW, durations are in seconds, times are in ISO 8601.",
        [
            Charge,
            Call.Get("/queue", "Lists the requests that wait for room, and how long each may still wait.") with
            {
                Answer = Body.Json<WaitingList>(
                    """{"items":[{"session_id":"0f8fad5bd9cb469fa16570867728950e","vehicle_id":"EV_2","charge_amount":50,"priority":"high","position":1,"waited":1.5,"expected_in":3}]}"""),
                Problems = [(503, [ProblemKinds.BalancerUnavailable])],
            },
            Call.Get("/sessions", "Lists sessions.") with
            {
                Parameters =
                [
                    Parameter.Query("substation", "Only sessions of this substation.", Rules.Substation),
                    Parameter.Query("state", "Only sessions in this state.", Rules.SessionState),
                    Parameter.Query("after", "The member next of the page before.", Rules.SessionPlace),
                    Parameter.Query("limit", "How many at most.", Rules.PageSize),
                ],
                Answer = Body.Json<SessionPage>($$"""{"items":[{{Running}}],"next":null}"""),
                Problems = [(400, [ProblemKinds.InvalidRequest]), (503, [ProblemKinds.StoreUnavailable])],
            },
            Call.Get("/sessions/{id}", "Reads a session.") with
            {
                Parameters = [Session],
                Answer = Body.Json<Session>(Running),
                Problems = [(404, [ProblemKinds.NotFound]), (503, [ProblemKinds.StoreUnavailable])],
            },
            new(HttpMethod.Delete, "/sessions/{id}", "Ends a session before its time.")
            {
                Parameters = [Session],
                Answer = Body.Json<Session>(Running.Replace("active", "completed", StringComparison.Ordinal)),
                Problems = [(404, [ProblemKinds.NotFound]), (503, [ProblemKinds.SubstationUnavailable])],
            },
            Call.Get(
                "/sessions/{id}/decision",
                "Explains why the session is at its substation: up to 16 candidates with the load that the balancer "
                    + "expected, and the actual load of the chosen one. Kept as long as the session.") with
            {
                Parameters = [Session],
                Answer = Body.Json<SessionDecision>(
                    """{"session_id":"0f8fad5bd9cb469fa16570867728950e","decided_at":"2026-01-31T12:00:00+00:00","balancer_node":"node1","epoch":1,"policy":"best-fit","charge_amount":22,"substation_id":"substation_1","true_load":0,"candidates":[{"substation_id":"substation_1","believed_load":0,"reported_load":0,"limit":80,"report_age":0.1}]}"""),
                Problems = [(404, [ProblemKinds.NotFound])],
            },
            Call.Get("/substations", "Lists the substations with their load.") with
            {
                Answer = Body.Json<SubstationList>($$"""{"items":[{{Station}}]}"""),
            },
            Call.Get(
                "/substations/{id}",
                "Reads a substation: its load, its limit, and the event that sets the limit, if one does.") with
            {
                Parameters = [Substation],
                Answer = Body.Json<Substation>(
                    $$"""{{Station.Replace("\"limit\":80", "\"limit\":40", StringComparison.Ordinal).TrimEnd('}')}},"limited_by":{{Limiting}}}"""),
                Problems = [(404, [ProblemKinds.NotFound])],
            },
            new(
                HttpMethod.Patch,
                "/substations/{id}",
                "Changes the rating of a substation (null for the configured one), drains it, or resumes it "
                    + "(\"state\": \"draining\" or \"active\").")
            {
                Parameters = [Substation],
                Request = Body.Json<SubstationChange>(
                    """{"max_capacity":60}""",
                    new("max_capacity", "The rating in kW; null for the configured one.", Rules.Power)
                    {
                        TakesNull = true
                    },
                    new("state", "Whether the substation drains, or accepts sessions again.", Rules.SubstationState)),
                Answer = Body.Json<Substation>(Station),
                Problems = Control,
            },
            Call.Get(
                "/substations/{id}/events",
                "Lists the demand-response events of a substation that are not over, in the "
                    + "order in which they begin.") with
            {
                Parameters = [Substation],
                Answer = Body.Json<LimitEventList>($$"""{"items":[{{Limiting}}]}"""),
                Problems = [(404, [ProblemKinds.NotFound]), (503, [ProblemKinds.SubstationUnavailable])],
            },
            new(
                HttpMethod.Delete,
                "/substations/{id}/events/{event}",
                "Ends a demand-response event, or keeps it from beginning.")
            {
                Parameters = [Substation, Parameter.Path("event", "The event.", Rules.Event)],
                Answer = Body.Json<Substation>(Station),
                Problems = [(404, [ProblemKinds.NotFound]), (503, [ProblemKinds.SubstationUnavailable])],
            },
            Call.Post(
                "/substations/{id}/events",
                "Adds a demand-response event: limits a substation for some time, or until the event is ended. Running "
                    + "sessions go on. Location has the path of the event.") with
            {
                Parameters = [Substation],
                Request = Body.Json<SubstationEvent>(
                    """{"limit":40,"duration":900,"start":"2026-01-31T18:00:00Z","name":"evening peak"}""",
                    Member.Required("limit", "The limit while the event is active, in kW.", Rules.PowerOrNone),
                    new(
                        "duration",
                        "The duration in seconds; absent means until the event is ended.",
                        Rules.EventDuration),
                    new("name", "A name for people to read.", Rules.EventName),
                    new("start", "When it begins, at most 366 days ahead; absent means now.", Rules.Time)),
                Answer = Body.Json<Substation>(Station),
                Problems = [.. Control, (409, [ProblemKinds.TooManyEvents])],
            },
        ]);
}
