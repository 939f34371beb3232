namespace AkkaGrid.Client;

/// <summary>How the cluster is tailed.</summary>
public sealed record ClusterTailOptions
{
    /// <summary>How long the node may say nothing, not even who is in the cluster, before it counts as lost.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(45);
}
