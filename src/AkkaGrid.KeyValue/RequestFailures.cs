using AkkaGrid.Core.KeyValue.Driving;

namespace AkkaGrid.KeyValue;

/// <summary>Says in words why a replica did not do what a client asked.</summary>
internal static class RequestFailures
{
    /// <summary>Why a replica that is not admitted takes no writes, and which members it waits for.</summary>
    public static string Describe(AwaitingAdmission awaiting)
    {
        const string Cause = "This replica started on an empty disk, and takes no writes before it has";
        if (!awaiting.Awaited.IsEmpty)
            return $"{Cause} the data of {string.Join(" or ", awaiting.Awaited)}";
        var seeds = awaiting.OtherSeeds.IsEmpty
            ? ""
            : $"; the other seeds are {string.Join(", ", awaiting.OtherSeeds)}";
        var met = awaiting.EmptySeeds.IsEmpty
            ? "it has met none of them"
            : $"it has met only {string.Join(", ", awaiting.EmptySeeds)}, empty too";
        return $"{Cause} met a member with data, or a majority of the seeds{seeds}; {met}";
    }

    /// <summary>The exception for a failure.</summary>
    public static KeyValueException ToException(this RequestFailure failure) => failure switch
    {
        ReplicaStarting starting => new StoreUnavailableException(
            starting.DiskFailure ?? "The replica is starting; try again in a moment"),
        SnapshotInstalling => new StoreUnavailableException("The replica takes a snapshot over; try again in a moment"),
        DiskOverloaded => new StoreUnavailableException("The disk does not keep up with the writes; try again later"),
        AwaitingAdmission awaiting => new StoreUnavailableException(Describe(awaiting)),
        TooManyContextWaiters => new StoreUnavailableException("Too many requests wait for their causal context"),
        PreconditionFailed failed => new PreconditionFailedException(failed.Present),
        DiskFailedDuringWrite failed =>
            new WriteUncertainException("The disk failed during the write: " + failed.Error, null),
        StoppedDuringWrite => new WriteUncertainException(
            "The replica stopped while it wrote; it is not known whether the write happened", null),
        StoppedDuringReplication stopped => new WriteUncertainException(
            "The write is on this replica's disk; it is not known who else has it", stopped.Dot),
        RetirementRefused refused => new RetireRefusedException(refused.Name, refused.Refusal),
        ReplicaUnknown unknown => new UnknownReplicaException(unknown.Name),
        _ => throw new NotSupportedException(failure.GetType().Name),
    };
}
