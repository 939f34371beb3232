using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue;

/// <summary>How the store of a node is run.</summary>
public sealed record KeyValueOptions
{
    /// <summary>The replica's name.</summary>
    public required ReplicaId Name { get; init; }

    /// <summary>Where it keeps its files.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Where it keeps its backups, each in a folder of its name; on the same file system as the files.
    /// </summary>
    public string BackupDirectory { get; init; } = "";

    /// <summary>When a write is on disk.</summary>
    public Durability Durability { get; init; } = Durability.Fsync;

    /// <summary>The largest value, in bytes.</summary>
    public int MaxValueBytes { get; init; } = 1 << 20;

    /// <summary>The most keys in one batch or snapshot.</summary>
    public int MaxBatchKeys { get; init; } = 1_000;

    /// <summary>How long a request waits for its causal context, and for the replica where that is starting.</summary>
    public TimeSpan ContextWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a write waits for its write concern, unless it says otherwise.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often replicas tell each other their clocks.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a replica that has met damage on its disk rests before it is started again.</summary>
    public TimeSpan DamagePause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes that may wait for the disk before writes are refused.</summary>
    public long MaxPendingBytes { get; init; } = 64 << 20;

    /// <summary>The most requests that may wait for their causal context.</summary>
    public int MaxContextWaiters { get; init; } = 10_000;

    /// <summary>The most watches that may be open.</summary>
    public int MaxWatches { get; init; } = 1_000;

    /// <summary>How long a watcher is told nothing before it is told how far it is.</summary>
    public TimeSpan WatchHeartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a watcher may take to read what it was told before it is cut off.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the lab may act on links.</summary>
    public bool Lab { get; init; }

    /// <summary>The bounds of the replica itself.</summary>
    public ReplicaOptions Replica { get; init; } = new();

    /// <summary>The bounds within which the replica serves.</summary>
    internal DriverOptions Driver => new()
    {
        Replica = Replica,
        MaxPendingBytes = MaxPendingBytes,
        MaxContextWaiters = MaxContextWaiters,
        Lab = Lab,
    };

    /// <summary>The largest batch, in bytes.</summary>
    public long MaxBatchBytes => Math.Max(4L * MaxValueBytes, 4 << 20);

    /// <summary>
    /// The largest message that is put together from parts, in bytes: a full chunk of a snapshot and one version more,
    /// or the largest batch, with what the wire adds to them.
    /// </summary>
    public long MaxMessageBytes => 4L * (MaxBatchBytes + Replica.ChunkBytes);
}
