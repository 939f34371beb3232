namespace AkkaGrid.Client.Contracts;

/// <summary>The names of the events of <c>GET /cluster/tail</c>.</summary>
public static class ClusterTailEvents
{
    /// <summary>
    /// Who is in the cluster: <see cref="ClusterMembers"/>. First of all, and again whenever nothing has changed for a
    /// while.
    /// </summary>
    public const string Members = "members";

    /// <summary>Something has changed: <see cref="ClusterChange"/>.</summary>
    public const string Change = "change";
}
