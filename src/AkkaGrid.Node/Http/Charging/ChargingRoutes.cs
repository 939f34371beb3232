using AkkaGrid.Charging;
using AkkaGrid.Charging.Gateway;
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
        charging.MapGet("/queue", async (ChargingGateway gateway, CancellationToken cancellationToken) =>
            TypedResults.Json(
                new WaitingList([.. (await gateway.QueueAsync(cancellationToken)).Select(ChargingContracts.Waiting)]),
                GridJson.Default.WaitingList));
        charging.MapGet("/sessions", ListAsync);
        charging.MapGet("/sessions/{id}", FindAsync);
        charging.MapDelete("/sessions/{id}", CancelAsync);
        charging.MapGet("/sessions/{id}/decision", ExplainAsync);
        charging.MapSubstationControls();
        charging.MapGet("/substations", (ChargingGateway gateway) => TypedResults.Json(
            new SubstationList([.. gateway.Substations.Select(ChargingContracts.Substation)]),
            GridJson.Default.SubstationList));
        charging.MapGet("/substations/{id}", (string id, ChargingGateway gateway) =>
            SubstationId.TryCreate(id, out var substation) && gateway.FindSubstation(substation) is { } status
                ? TypedResults.Json(ChargingContracts.Substation(status), GridJson.Default.Substation)
                : ChargingProblems.NotFound("There is no such substation."));
    }

    /// <summary>The path of a session.</summary>
    public static string Path(SessionId session) => $"/sessions/{session}";

    /// <summary>Answers a charge request.</summary>
    public static async Task<IResult> ChargeAsync(HttpContext http, ChargingGateway gateway)
    {
        var (request, maxWait) = ChargeBody.Read(http);
        var outcome = await gateway.ChargeAsync(request, maxWait, http.RequestAborted);
        if (outcome is not ChargeOutcome.Accepted accepted)
            return ChargingProblems.Of(outcome, request, http.Response.Headers);
        http.Response.Headers.Location = Path(accepted.Session.Id);
        return TypedResults.Json(
            ChargingContracts.Accepted(accepted, gateway.TimeAt(accepted.Session.Substation)),
            GridJson.Default.ChargeAccepted);
    }

    private static Session Shown(ChargingSession session, ChargingGateway gateway) =>
        ChargingContracts.Session(
            session, gateway.FindSubstation(session.Substation), gateway.TimeAt(session.Substation));

    private static async Task<IResult> ListAsync(
        string? substation, string? state, string? after, int? limit,
        ISessionLedger ledger, ChargingGateway gateway, CancellationToken cancellationToken)
    {
        SubstationId? ofSubstation = substation is null ? null : SubstationId.Of(substation);
        SessionPlace? afterPlace = after is not null && SessionPlace.TryCreate(after, out var place) ? place : null;

        // One session more than asked for shows whether there is a next page.
        var count = limit ?? DefaultLimit;
        var sessions = await ledger.ListAsync(
            new SessionQuery(ofSubstation, ChargingContracts.StateOf(state), gateway.TimeAt, afterPlace, count + 1),
            cancellationToken);
        var items = sessions.Take(count).Select(session => Shown(session, gateway)).ToArray();
        var next = sessions.Count > count ? SessionPlace.Of(sessions[count - 1]).Value : null;
        return TypedResults.Json(new SessionPage(items, next), GridJson.Default.SessionPage);
    }

    private static async Task<IResult> FindAsync(
        string id, ISessionLedger ledger, ChargingGateway gateway, CancellationToken cancellationToken) =>
        SessionId.TryCreate(id, out var session) && await ledger.SearchAsync(session, cancellationToken) is { } found
            ? TypedResults.Json(Shown(found, gateway), GridJson.Default.Session)
            : ChargingProblems.NotFound(NoSession);

    private static async Task<IResult> CancelAsync(
        string id, ChargingGateway gateway, CancellationToken cancellationToken)
    {
        if (!SessionId.TryCreate(id, out var session))
            return ChargingProblems.NotFound(NoSession);
        return await gateway.CancelAsync(session, cancellationToken) switch
        {
            CancelOutcome.Ended ended =>
                TypedResults.Json(Shown(ended.Session, gateway), GridJson.Default.Session),
            CancelOutcome.SubstationUnavailable unavailable => Problems.Of(503, ProblemKinds.SubstationUnavailable,
                $"Substation {unavailable.Substation} cannot be reached or cannot record the end; try again.",
                ("substation_id", unavailable.Substation.Value)),
            _ => ChargingProblems.NotFound(NoSession),
        };
    }

    private static async Task<IResult> ExplainAsync(
        string id, ChargingGateway gateway, CancellationToken cancellationToken) =>
        SessionId.TryCreate(id, out var session)
        && await gateway.ExplainAsync(session, cancellationToken) is { } decision
            ? TypedResults.Json(ChargingContracts.Decision(decision), GridJson.Default.SessionDecision)
            : ChargingProblems.NotFound("There is no such session, or no decision is recorded for it.");
}
