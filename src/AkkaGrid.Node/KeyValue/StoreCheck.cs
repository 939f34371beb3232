using AkkaGrid.KeyValue;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaGrid.Node.KeyValue;

/// <summary>Whether the store serves reads and writes.</summary>
internal sealed class StoreCheck(KeyValueStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            store.Refusal is { } refusal
                ? HealthCheckResult.Unhealthy(refusal.TrimEnd('.') + ".")
                : HealthCheckResult.Healthy());
}
