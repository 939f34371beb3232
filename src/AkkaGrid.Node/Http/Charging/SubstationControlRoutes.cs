using AkkaGrid.Charging;
using AkkaGrid.Charging.Desk;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;
using AkkaGrid.Node.Http.Contracts;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>The routes of demand response: what operators tell a substation at run time.</summary>
internal static class SubstationControlRoutes
{
    /// <summary>Maps the calls that change <c>/substations/{id}</c>.</summary>
    public static void MapSubstationControls(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/substations/{id}", ChangeAsync);
        routes.MapPost("/substations/{id}/events", LimitAsync);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, ChargingDesk desk)
    {
        var change = ControlBody.Change(JsonBody.Of(http));
        return SubstationId.TryCreate(id, out var substation)
            ? Answer(substation, await desk.ControlAsync(substation, change, http.RequestAborted))
            : NotFound();
    }

    private static async Task<IResult> LimitAsync(string id, HttpContext http, ChargingDesk desk, TimeProvider time)
    {
        var limiting = ControlBody.Limit(JsonBody.Of(http), time.GetUtcNow());
        return SubstationId.TryCreate(id, out var substation)
            ? Answer(substation, await desk.LimitAsync(substation, limiting, http.RequestAborted))
            : NotFound();
    }

    private static IResult Answer(SubstationId substation, ControlOutcome outcome) => outcome switch
    {
        ControlOutcome.Changed changed =>
            TypedResults.Json(ChargingContracts.Substation(changed.Status), GridJson.Default.Substation),
        ControlOutcome.Refused { Reason: ControlsRefusal.EventOver } =>
            ChargingProblems.Invalid("The event is over already: start and duration must end in the future."),
        ControlOutcome.Refused => Problems.Of(409, ProblemKinds.TooManyEvents,
            $"Substation {substation} keeps {SubstationControls.MaxEvents} events already; wait until one is over.",
            ("substation_id", substation.Value)),
        ControlOutcome.SubstationUnavailable => Problems.Of(503, ProblemKinds.SubstationUnavailable,
            $"Substation {substation} cannot be reached or cannot record the change; try again.",
            ("substation_id", substation.Value)),
        _ => NotFound(),
    };

    private static IResult NotFound() => ChargingProblems.NotFound("There is no such substation.");
}
