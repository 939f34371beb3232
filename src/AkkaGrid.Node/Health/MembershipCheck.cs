using AkkaGrid.Node.Management;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaGrid.Node.Health;

/// <summary>Whether this node is a member of a cluster.</summary>
internal sealed class MembershipCheck(ClusterView view) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
            view.IsMember
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(
                    "This node is in no cluster; it serves its store alone and keeps trying."));
}
