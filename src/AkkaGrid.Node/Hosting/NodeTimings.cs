namespace AkkaGrid.Node.Hosting;

/// <summary>
/// How fast a node detects faults and recovers. docs/operations.md has measurements with the defaults.
/// </summary>
internal sealed record NodeTimings
{
    /// <summary>How often members send each other heartbeats.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long heartbeats may be missing before a member counts as unreachable.</summary>
    public TimeSpan HeartbeatPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the set of unreachable members must be stable before the split brain resolver decides.
    /// </summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after a member was downed its singleton may start elsewhere.</summary>
    public TimeSpan DownRemovalMargin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The interval of gossip, of the leader's actions, and of all other housekeeping of the cluster.
    /// </summary>
    public TimeSpan Gossip { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a node that is in no cluster looks for one.</summary>
    public TimeSpan Formation { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long a node goes on asking to join while another live node has its name, before it gives up.
    /// </summary>
    public TimeSpan RefusalTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an actor system that ends waits for its last messages to be sent.</summary>
    public TimeSpan ShutdownFlush { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The first pause before a terminated actor system is rebuilt; it doubles while that fails.</summary>
    public TimeSpan RebuildPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause before a terminated actor system is rebuilt.</summary>
    public TimeSpan MaxRebuildPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long requests in progress may take to end when the node stops.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a node may take to leave its cluster when it stops.</summary>
    public TimeSpan Leave { get; init; } = TimeSpan.FromSeconds(5);
}
