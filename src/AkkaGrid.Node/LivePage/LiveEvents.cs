namespace AkkaGrid.Node.LivePage;

/// <summary>The names of the events of <c>GET /live/events</c>.</summary>
internal static class LiveEvents
{
    /// <summary>Who tells; the first event.</summary>
    public const string Hello = "hello";

    /// <summary>The stream is alive.</summary>
    public const string Beat = "beat";

    /// <summary>Whether the node is ready, and why not.</summary>
    public const string Health = "health";

    /// <summary>The members of the cluster.</summary>
    public const string Cluster = "cluster";

    /// <summary>The substations.</summary>
    public const string Substations = "substations";

    /// <summary>How the balancer serves.</summary>
    public const string Service = "service";

    /// <summary>The replicas.</summary>
    public const string Replicas = "replicas";

    /// <summary>Updates that have come to replicas.</summary>
    public const string Updates = "updates";
}
