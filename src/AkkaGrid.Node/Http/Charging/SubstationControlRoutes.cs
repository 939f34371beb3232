using AkkaGrid.Charging;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Charging;
using AkkaGrid.Node.Http.Contracts;

namespace AkkaGrid.Node.Http.Charging;

/// <summary>The routes of demand response: operators' commands to a substation at run time.</summary>
internal static class SubstationControlRoutes
{
    /// <summary>Maps the calls that change <c>/substations/{id}</c>.</summary>
    public static void MapSubstationControls(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/substations/{id}", ChangeAsync);
        routes.MapGet(
            "/substations/{id}/events",
            async (string id, ChargingGateway gateway, CancellationToken cancellationToken) =>
                SubstationId.TryCreate(id, out var substation)
                    ? Answer(substation, await gateway.EventsAsync(substation, cancellationToken))
                    : NotFound());
        routes.MapPost("/substations/{id}/events", LimitAsync);
        routes.MapDelete(
            "/substations/{id}/events/{event}",
            async (string id, string @event, ChargingGateway gateway, CancellationToken cancellationToken) =>
                SubstationId.TryCreate(id, out var substation)
                    ? Answer(substation, await gateway.EndEventAsync(substation, @event, cancellationToken))
                    : NotFound());
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, ChargingGateway gateway)
    {
        var change = ControlBody.Change(JsonBody.Of(http));
        return SubstationId.TryCreate(id, out var substation)
            ? Answer(substation, await gateway.ControlAsync(substation, change, http.RequestAborted))
            : NotFound();
    }

    private static async Task<IResult> LimitAsync(
        string id, HttpContext http, ChargingGateway gateway, TimeProvider time)
    {
        var limiting = ControlBody.Limit(JsonBody.Of(http), time.GetUtcNow());
        if (!SubstationId.TryCreate(id, out var substation))
            return NotFound();
        var outcome = await gateway.LimitAsync(substation, limiting, http.RequestAborted);
        if (outcome is ControlOutcome.Changed { Event: { } made })
            http.Response.Headers.Location = $"/substations/{substation}/events/{made}";
        return Answer(substation, outcome);
    }

    private static IResult Answer(SubstationId substation, ControlOutcome outcome) => outcome switch
    {
        ControlOutcome.Changed changed =>
            TypedResults.Json(ChargingContracts.Substation(changed.Status), GridJson.Default.Substation),
        ControlOutcome.Events events => TypedResults.Json(
            new LimitEventList([.. events.Items.Select(limiting => ChargingContracts.Event(limiting, events.Clock))]),
            GridJson.Default.LimitEventList),
        ControlOutcome.Refused { Reason: ControlsRefusal.UnknownEvent } =>
            ChargingProblems.NotFound($"Substation {substation} has no such event, or it is over."),
        ControlOutcome.Refused { Reason: ControlsRefusal.EventOver } =>
            ChargingProblems.Invalid("The event is over already: start and duration must end in the future."),
        ControlOutcome.Refused => Problems.Of(409, ProblemKinds.TooManyEvents,
            $"Substation {substation} already has {SubstationControls.MaxEvents} events; end one, or "
                + "wait until one is over.",
            ("substation_id", substation.Value)),
        ControlOutcome.SubstationUnavailable => Problems.Of(503, ProblemKinds.SubstationUnavailable,
            $"Substation {substation} cannot be reached, or cannot record the change; try again.",
            ("substation_id", substation.Value)),
        _ => NotFound(),
    };

    private static IResult NotFound() => ChargingProblems.NotFound("There is no such substation.");
}
