using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>Why a replica did not carry out a client's request.</summary>
public abstract record RequestFailure;

/// <summary>The replica starts or restarts. Nothing was done.</summary>
/// <param name="DiskFailure">How its disk has failed; null where it has not.</param>
public sealed record ReplicaStarting(string? DiskFailure) : RequestFailure;

/// <summary>The replica installs a snapshot and accepts no changes meanwhile. Nothing was done.</summary>
public sealed record SnapshotInstalling : RequestFailure;

/// <summary>Too many bytes wait for the disk. Nothing was done.</summary>
public sealed record DiskOverloaded : RequestFailure;

/// <summary>The replica started on an empty disk and waits for a member to merge with. Nothing was done.</summary>
/// <param name="Awaited">The members whose state it is about to merge; empty where it has met none.</param>
/// <param name="EmptySeeds">
/// The other seeds that it has met and that are empty too: a majority of the seeds need not wait.
/// </param>
/// <param name="OtherSeeds">The addresses of all other seeds.</param>
public sealed record AwaitingAdmission(
    ImmutableArray<ReplicaId> Awaited, ImmutableArray<ReplicaId> EmptySeeds, ImmutableArray<string> OtherSeeds)
    : RequestFailure;

/// <summary>Too many requests wait for their causal context. Nothing was done.</summary>
public sealed record TooManyContextWaiters : RequestFailure;

/// <summary>The condition of a write does not hold. Nothing was done.</summary>
/// <param name="Present">The versions of the key now.</param>
public sealed record PreconditionFailed(VersionSet Present) : RequestFailure;

/// <summary>The disk failed during a write, which may or may not have happened.</summary>
/// <param name="Error">How the disk failed.</param>
public sealed record DiskFailedDuringWrite(string Error) : RequestFailure;

/// <summary>The replica stopped before the write was known to be on disk: it may or may not have happened.</summary>
public sealed record StoppedDuringWrite : RequestFailure;

/// <summary>The replica stopped when the write was on its disk: it is unknown which other replicas have it.</summary>
/// <param name="Dot">The update.</param>
public sealed record StoppedDuringReplication(Dot Dot) : RequestFailure;

/// <summary>A member was not retired. Nothing was done.</summary>
/// <param name="Name">The member.</param>
/// <param name="Refusal">Why.</param>
public sealed record RetirementRefused(ReplicaId Name, RetireRefusal Refusal) : RequestFailure;

/// <summary>A request names a replica that is not in the replica set. Nothing was done.</summary>
/// <param name="Name">The name.</param>
public sealed record ReplicaUnknown(ReplicaId Name) : RequestFailure;
