using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue;

/// <summary>The limits within which a replica works.</summary>
public sealed record ReplicaOptions
{
    /// <summary>How many replicas the configuration names as seeds: a majority is never counted of fewer.</summary>
    public int ExpectedReplicas { get; init; } = 1;

    /// <summary>Whether this replica is a configured seed.</summary>
    public bool IsSeed { get; init; } = true;

    /// <summary>The addresses of the other configured seeds. They only appear in texts for operators.</summary>
    public ImmutableArray<string> OtherSeeds { get; init; } = [];

    /// <summary>The limits of the stash.</summary>
    public StashLimits Stash { get; init; } = StashLimits.Default;

    /// <summary>The most updates in one message.</summary>
    public int BatchUpdates { get; init; } = 64;

    /// <summary>The size at which a message is full, in bytes. A larger update gets a message of its own.</summary>
    public int BatchBytes { get; init; } = 64_000;

    /// <summary>
    /// The size at which a chunk of a snapshot is full, in bytes. Each chunk is requested once the one before is on
    /// disk: larger chunks need fewer syncs, smaller ones arrive in time over a slow link.
    /// </summary>
    public int ChunkBytes => 4 * BatchBytes;

    /// <summary>
    /// How many bytes of its own updates a replica pushes to a peer beyond those that the peer has acknowledged.
    /// </summary>
    public long PushWindow { get; init; } = 16 << 20;

    /// <summary>The number of missing updates from which on a snapshot is faster than a pull.</summary>
    public ulong SnapshotAfter { get; init; } = 100_000;

    /// <summary>
    /// How many ticks a gap may last before it is pulled: most gaps are filled by updates already on their way.
    /// </summary>
    public int RepairAfterTicks { get; init; } = 1;

    /// <summary>How many ticks a pull or a snapshot may make no progress before another peer is asked.</summary>
    public int RepairTimeoutTicks { get; init; } = 10;

    /// <summary>
    /// How many bytes one pull brings: larger pulls need fewer requests, smaller ones delay other messages on a slow
    /// link less.
    /// </summary>
    public int PullBytes { get; init; } = 8 << 20;

    /// <summary>
    /// How long updates that every member has stay in the log, for watchers and replicas that come back.
    /// </summary>
    public TimeSpan LogRetention { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many bytes of such updates the log may hold.</summary>
    public long LogRetentionBytes { get; init; } = 1L << 30;

    /// <summary>How many ticks pass between two checks for what the log can drop.</summary>
    public int LogTrimTicks { get; init; } = 25;

    /// <summary>How many tombstones are checked in one tick.</summary>
    public int SweepBatch { get; init; } = 1_000;

    /// <summary>How many ticks pass between two choices of a clock base.</summary>
    public int BaseTicks { get; init; } = 5;
}
