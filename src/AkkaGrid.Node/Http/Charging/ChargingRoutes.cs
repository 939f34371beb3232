using AkkaGrid.Charging;
using AkkaGrid.Charging.Desk;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Ledger;
using AkkaGrid.Node.Http.KeyValue;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>The routes of charging: requests, sessions, substations.</summary>
internal static class ChargingRoutes
{
    private const int DefaultLimit = 100;
    private const string NoSession = "There is no such session.";

    /// <summary>Maps <c>/charge</c>, <c>/queue</c>, <c>/sessions</c> and <c>/substations</c>.</summary>
    public static void MapCharging(this IEndpointRouteBuilder routes)
    {
        var charging = routes.MapGroup("").AddEndpointFilter<StoreProblems>();
        charging.MapPost("/charge", ChargeAsync);
        charging.MapGet("/queue", async (ChargingDesk desk, CancellationToken cancellation) => TypedResults.Json(
            new WaitingList([.. (await desk.QueueAsync(cancellation)).Select(ChargingContracts.Waiting)]),
            GridJson.Default.WaitingList));
        charging.MapGet("/sessions", ListAsync);
        charging.MapGet("/sessions/{id}", FindAsync);
        charging.MapDelete("/sessions/{id}", CancelAsync);
        charging.MapGet("/sessions/{id}/decision", ExplainAsync);
        charging.MapSubstationControls();
        charging.MapGet("/substations", (ChargingDesk desk) => TypedResults.Json(
            new SubstationList([.. desk.Substations.Select(ChargingContracts.Substation)]),
            GridJson.Default.SubstationList));
        charging.MapGet("/substations/{id}", (string id, ChargingDesk desk) =>
            SubstationId.TryCreate(id, out var substation) && desk.FindSubstation(substation) is { } status
                ? TypedResults.Json(ChargingContracts.Substation(status), GridJson.Default.Substation)
                : ChargingProblems.NotFound("There is no such substation."));
    }

    /// <summary>Where a session is found.</summary>
    public static string Path(SessionId session) => $"/sessions/{session}";

    /// <summary>Answers a charge request.</summary>
    public static async Task<IResult> ChargeAsync(HttpContext http, ChargingDesk desk)
    {
        var (request, maxWait) = ChargeBody.Read(http);
        var outcome = await desk.ChargeAsync(request, maxWait, http.RequestAborted);
        if (outcome is not ChargeOutcome.Accepted accepted)
            return ChargingProblems.Of(outcome, request, http.Response.Headers);
        http.Response.Headers.Location = Path(accepted.Session.Id);
        return TypedResults.Json(ChargingContracts.Accepted(accepted, desk.TimeAt(accepted.Session.Substation)), GridJson.Default.ChargeAccepted);
    }

    private static Session Shown(ChargingSession session, ChargingDesk desk) =>
        ChargingContracts.Session(session, desk.FindSubstation(session.Substation), desk.TimeAt(session.Substation));

    private static async Task<IResult> ListAsync(
        string? substation, string? state, string? after, int? limit,
        ISessionLedger ledger, ChargingDesk desk, CancellationToken cancellation)
    {
        SubstationId? ofSubstation = substation is null ? null : SubstationId.Of(substation);
        SessionPlace? afterPlace = after is not null && SessionPlace.TryCreate(after, out var place) ? place : null;

        // One more than asked for tells whether there is a next page.
        var count = limit ?? DefaultLimit;
        var sessions = await ledger.ListAsync(
            new SessionQuery(ofSubstation, ChargingContracts.StateOf(state), desk.TimeAt, afterPlace, count + 1), cancellation);
        var items = sessions.Take(count).Select(session => Shown(session, desk)).ToArray();
        var next = sessions.Count > count ? SessionPlace.Of(sessions[count - 1]).Value : null;
        return TypedResults.Json(new SessionPage(items, next), GridJson.Default.SessionPage);
    }

    private static async Task<IResult> FindAsync(
        string id, ISessionLedger ledger, ChargingDesk desk, CancellationToken cancellation) =>
        SessionId.TryCreate(id, out var session) && await ledger.SearchAsync(session, cancellation) is { } found
            ? TypedResults.Json(Shown(found, desk), GridJson.Default.Session)
            : ChargingProblems.NotFound(NoSession);

    private static async Task<IResult> CancelAsync(string id, ChargingDesk desk, CancellationToken cancellation)
    {
        if (!SessionId.TryCreate(id, out var session))
            return ChargingProblems.NotFound(NoSession);
        return await desk.CancelAsync(session, cancellation) switch
        {
            CancelOutcome.Ended ended =>
                TypedResults.Json(Shown(ended.Session, desk), GridJson.Default.Session),
            CancelOutcome.SubstationUnavailable unavailable => Problems.Of(503, ProblemKinds.SubstationUnavailable,
                $"Substation {unavailable.Substation} cannot be reached or cannot record the end; try again.",
                ("substation_id", unavailable.Substation.Value)),
            _ => ChargingProblems.NotFound(NoSession),
        };
    }

    private static async Task<IResult> ExplainAsync(string id, ChargingDesk desk, CancellationToken cancellation) =>
        SessionId.TryCreate(id, out var session) && await desk.ExplainAsync(session, cancellation) is { } decision
            ? TypedResults.Json(ChargingContracts.Decision(decision), GridJson.Default.SessionDecision)
            : ChargingProblems.NotFound("There is no such session, or nobody has noted why it is where it is.");
}
