namespace AkkaGrid.Client;

/// <summary>How the cluster is tailed.</summary>
public sealed record ClusterTailOptions : StreamOptions;
