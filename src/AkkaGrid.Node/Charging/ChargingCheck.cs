using AkkaGrid.Charging;
using AkkaGrid.Node.Health;
using AkkaGrid.Node.Management;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AkkaGrid.Node.Charging;

/// <summary>Whether a balancer answers, and the substations of every live member have reported.</summary>
internal sealed class ChargingCheck(ChargingGateway gateway, ClusterView cluster) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        List<string> reasons = [];
        if (gateway.BalancerNode is null)
            reasons.Add("No balancer answers.");
        var reporting = gateway.Substations.Where(substation => !substation.Silent)
            .CountBy(substation => substation.Report.Node).ToDictionary();
        reasons.AddRange(cluster.SubstationHosts()
            .Where(host => reporting.GetValueOrDefault(host.Node) < host.Substations)
            .Select(host => $"Not every substation of {host.Node} has reported."));
        return Task.FromResult(reasons.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(
                data: new Dictionary<string, object> { [HealthRoutes.ReasonsKey] = reasons }));
    }
}
