namespace AkkaGrid.Client.Contracts;

/// <summary>The words of <see cref="ClusterChange.Event"/>.</summary>
public static class ClusterChanges
{
    /// <summary>A node asks to be a member.</summary>
    public const string Joined = "member-joined";

    /// <summary>A node has become a member while others could not be reached.</summary>
    public const string WeaklyUp = "member-weakly-up";

    /// <summary>A node has become a member.</summary>
    public const string Up = "member-up";

    /// <summary>A member begins to leave.</summary>
    public const string Left = "member-left";

    /// <summary>A member has handed over what it had, and is about to go.</summary>
    public const string Exited = "member-exited";

    /// <summary>A member was marked as gone, by an operator or by the majority.</summary>
    public const string Downed = "member-downed";

    /// <summary>A member is no longer one.</summary>
    public const string Removed = "member-removed";

    /// <summary>A member does not answer.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>A member answers again.</summary>
    public const string Reachable = "reachable";

    /// <summary>Another member leads, or none.</summary>
    public const string LeaderChanged = "leader-changed";

    /// <summary>
    /// The node itself is out of the cluster: it has left it, or was downed. What follows is of its next one.
    /// </summary>
    public const string ShuttingDown = "shutting-down";
}
