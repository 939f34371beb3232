namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>The limits within which a replica serves its clients and its peers.</summary>
public sealed record DriverOptions
{
    /// <summary>The limits of the replica itself.</summary>
    public required ReplicaOptions Replica { get; init; }

    /// <summary>
    /// How many bytes of updates may wait for the disk before writes are refused and updates from peers are ignored.
    /// </summary>
    public required long MaxPendingBytes { get; init; }

    /// <summary>How many requests may wait for their causal context at once.</summary>
    public required int MaxContextWaiters { get; init; }

    /// <summary>Whether other replicas may change the fault-injection links of this replica.</summary>
    public required bool Lab { get; init; }
}
