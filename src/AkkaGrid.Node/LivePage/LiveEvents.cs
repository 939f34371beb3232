namespace AkkaGrid.Node.LivePage;

/// <summary>The names of the events of <c>GET /live/events</c>.</summary>
internal static class LiveEvents
{
    /// <summary>The node that sends the stream; the first event.</summary>
    public const string Hello = "hello";

    /// <summary>The stream is alive.</summary>
    public const string Beat = "beat";

    /// <summary>Whether the node is ready, and why not.</summary>
    public const string Health = "health";

    /// <summary>The members of the cluster.</summary>
    public const string Cluster = "cluster";

    /// <summary>The substations.</summary>
    public const string Substations = "substations";

    /// <summary>The state of the balancer.</summary>
    public const string Service = "service";

    /// <summary>The replicas.</summary>
    public const string Replicas = "replicas";

    /// <summary>Updates that arrived at replicas.</summary>
    public const string Updates = "updates";
}
