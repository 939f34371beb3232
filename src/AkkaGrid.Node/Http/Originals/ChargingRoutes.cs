using AkkaGrid.Charging;
using AkkaGrid.Client.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using ChargeRoute = AkkaGrid.Node.Http.Charging.ChargingRoutes;

namespace AkkaGrid.Node.Http.Originals;

/// <summary>The routes of the original charge request service and load balancer.</summary>
internal static class ChargingRoutes
{
    /// <summary>Maps <c>/route_charge</c> and <c>/status</c>.</summary>
    public static void MapOriginalCharging(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/route_charge", ChargeRoute.ChargeAsync);
        routes.MapGet("/status", Status);
    }

    private static JsonHttpResult<GridStatus> Status(ChargingDesk desk, TimeProvider time) => TypedResults.Json(
        new GridStatus(
            "load_balancer",
            "running",
            desk.BalancerNode is null ? "unavailable" : "healthy",
            desk.Substations.ToDictionary(
                substation => substation.Report.Substation.Value, substation => substation.Report.Load.Value),
            desk.BalancerNode,
            time.GetUtcNow()),
        GridJson.Default.GridStatus);
}
