namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>The bounds within which a replica serves its clients and its peers.</summary>
public sealed record DriverOptions
{
    /// <summary>The bounds of the replica itself.</summary>
    public required ReplicaOptions Replica { get; init; }

    /// <summary>
    /// The size of the updates that may wait for the disk, in bytes, before writes are refused and messages of peers
    /// are ignored.
    /// </summary>
    public required long MaxPendingBytes { get; init; }

    /// <summary>How many requests may wait for their causal context.</summary>
    public required int MaxContextWaiters { get; init; }

    /// <summary>Whether peers may change the lab's links of this replica.</summary>
    public required bool Lab { get; init; }
}
