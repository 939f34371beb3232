namespace AkkaGrid.Client.Contracts;

/// <summary>The words of <see cref="ClusterMembers.State"/>.</summary>
public static class ClusterStates
{
    /// <summary>The node is in a cluster.</summary>
    public const string Member = "member";

    /// <summary>The node is in no cluster and serves its store alone.</summary>
    public const string Alone = "alone";
}
