using AkkaGrid.KeyValue;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaGrid.Node.KeyValue;

/// <summary>Whether the store takes reads and writes.</summary>
internal sealed class StoreCheck(KeyValueStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            store.IsServing
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(store.Fault ?? "The replica is starting; reads are answered, writes wait."));
}
