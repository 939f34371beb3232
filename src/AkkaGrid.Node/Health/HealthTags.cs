namespace AkkaGrid.Node.Health;

/// <summary>What a health check speaks for. A feature adds its checks with one of these tags.</summary>
internal static class HealthTags
{
    /// <summary>Whether the store serves.</summary>
    public const string Store = "store";

    /// <summary>Whether the node has its part in the grid: cluster, balancer, substations.</summary>
    public const string Grid = "grid";

    /// <summary>All that <c>GET /health/ready</c> asks for.</summary>
    public static readonly IReadOnlyList<string> Ready = [Store, Grid];
}
