using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaGrid.Node.Health;

/// <summary>
/// Health over HTTP. A check that fails gives the reason in its description, one sentence; several reasons go into its
/// data under <see cref="ReasonsKey"/>.
/// </summary>
internal static class HealthRoutes
{
    /// <summary>Where a check puts its reasons when it has several (<c>IEnumerable&lt;string&gt;</c>).</summary>
    public const string ReasonsKey = "reasons";

    /// <summary>Adds the checks of the node itself.</summary>
    public static IServiceCollection AddNodeHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<MembershipCheck>("membership", tags: [HealthTags.Grid]);
        return services;
    }

    /// <summary>Adds the routes.</summary>
    public static void MapNodeHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/health", (TimeProvider time) => new Client.Contracts.Health("healthy", Timestamp: time.GetUtcNow()));
        routes.MapGet("/health/live", () => new Client.Contracts.Health("healthy"));
        routes.MapGet("/health/ready", (HealthCheckService checks, CancellationToken cancellationToken) =>
            AnswerAsync(checks, HealthTags.Ready, cancellationToken));
        routes.MapGet("/health/ready/store", (HealthCheckService checks, CancellationToken cancellationToken) =>
            AnswerAsync(checks, [HealthTags.Store], cancellationToken));
    }

    private static async Task<IResult> AnswerAsync(
        HealthCheckService checks, IReadOnlyCollection<string> tags, CancellationToken cancellationToken)
    {
        var reasons = await ReadinessReasons.ReadAsync(checks, tags, cancellationToken);
        return reasons.Count == 0
            ? TypedResults.Ok(new Readiness("ready", reasons))
            : Problems.Of(503, ProblemKinds.NotReady, string.Join(" ", reasons), (ReasonsKey, reasons));
    }
}
