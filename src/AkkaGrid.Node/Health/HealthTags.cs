namespace AkkaGrid.Node.Health;

/// <summary>The part of a node that a health check covers. A feature adds its checks with one of these tags.</summary>
internal static class HealthTags
{
    /// <summary>Whether the store serves.</summary>
    public const string Store = "store";

    /// <summary>Whether the node takes part in the grid: cluster, balancer, substations.</summary>
    public const string Grid = "grid";

    /// <summary>The tags of the checks that <c>GET /health/ready</c> runs.</summary>
    public static readonly IReadOnlyList<string> Ready = [Store, Grid];
}
