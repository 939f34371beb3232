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

    private static JsonHttpResult<GridStatus> Status(ChargingGateway gateway, TimeProvider time) => TypedResults.Json(
        new GridStatus(
            "load_balancer",
            "running",
            gateway.BalancerNode is null ? "unavailable" : "healthy",
            gateway.Substations.ToDictionary(
                substation => substation.Report.Substation.Value, substation => substation.Report.Load.Value),
            gateway.BalancerNode,
            time.GetUtcNow()),
        GridJson.Default.GridStatus);
}
