using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>The bounds within which a replica works.</summary>
public sealed record ReplicaOptions
{
    /// <summary>
    /// How many replicas there are meant to be, the configured seeds: majorities are counted of no fewer.
    /// </summary>
    public int ExpectedReplicas { get; init; } = 1;

    /// <summary>Whether this replica is one of them.</summary>
    public bool IsSeed { get; init; } = true;

    /// <summary>The addresses of the other configured seeds. Only messages to people name them.</summary>
    public ImmutableArray<string> OtherSeeds { get; init; } = [];

    /// <summary>How much the stash may hold.</summary>
    public StashLimits Stash { get; init; } = StashLimits.Default;

    /// <summary>The most updates in one message.</summary>
    public int BatchUpdates { get; init; } = 64;

    /// <summary>
    /// The size at which a message is full, in bytes. One update may be larger and then travels alone.
    /// </summary>
    public int BatchBytes { get; init; } = 64_000;

    /// <summary>
    /// The size at which a chunk of a snapshot is full, in bytes. Each is asked for when the one before is on disk:
    /// larger ones cost fewer syncs, smaller ones get over a slow link in time.
    /// </summary>
    public int ChunkBytes => 4 * BatchBytes;

    /// <summary>
    /// How much of its own updates a replica pushes to a peer beyond what the peer has acknowledged, in bytes.
    /// </summary>
    public long PushWindow { get; init; } = 16 << 20;

    /// <summary>How many missing updates make a snapshot the quicker way.</summary>
    public ulong SnapshotAfter { get; init; } = 100_000;

    /// <summary>
    /// How many ticks a gap may last before it is pulled: most fill by themselves, from what is under way.
    /// </summary>
    public int RepairAfterTicks { get; init; } = 1;

    /// <summary>How many ticks a pull or a snapshot may make no progress before another peer is asked.</summary>
    public int RepairTimeoutTicks { get; init; } = 10;

    /// <summary>
    /// How much one pull brings, in bytes: larger ones spend less time on asking, smaller ones do not hold up other
    /// messages on a slow link.
    /// </summary>
    public int PullBytes { get; init; } = 8 << 20;

    /// <summary>How long updates stay in the log that every member has, for watchers and latecomers.</summary>
    public TimeSpan LogRetention { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How much the log may hold of them, in bytes.</summary>
    public long LogRetentionBytes { get; init; } = 1L << 30;

    /// <summary>How many ticks pass between two looks at the log for what can go.</summary>
    public int LogTrimTicks { get; init; } = 25;

    /// <summary>How many tombstones are looked at in one tick.</summary>
    public int SweepBatch { get; init; } = 1_000;

    /// <summary>How many ticks pass between two choices of a clock base.</summary>
    public int BaseTicks { get; init; } = 5;
}
