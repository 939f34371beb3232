using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaGrid.Node.Health;

/// <summary>
/// Why a node is not ready: the rule behind <c>GET /health/ready</c> and the health on the live page.
/// </summary>
internal static class ReadinessReasons
{
    /// <summary>Runs the checks with one of the tags.</summary>
    /// <returns>The reasons of those that are not healthy, one sentence each; empty where all are.</returns>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        HealthCheckService checks, IReadOnlyCollection<string> tags, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Overlaps(tags), cancellationToken);
        return [.. report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).SelectMany(Reasons)];
    }

    private static IEnumerable<string> Reasons(HealthReportEntry entry) =>
        entry.Data.TryGetValue(HealthRoutes.ReasonsKey, out var several) && several is IEnumerable<string> reasons
            ? reasons
            : [entry.Description ?? entry.Exception?.Message ?? "A check failed without saying why."];
}
