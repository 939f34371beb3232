using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue;

/// <summary>What a replica wants done once the turn that it belongs to is on disk.</summary>
public abstract record ReplicaEffect;

/// <summary>A message to one replica.</summary>
/// <param name="To">The replica.</param>
/// <param name="Message">The message.</param>
public sealed record Send(ReplicaId To, ReplicaMessage Message) : ReplicaEffect;

/// <summary>A message to every member of the cluster, known by name or not.</summary>
/// <param name="Message">The message.</param>
public sealed record Broadcast(ReplicaMessage Message) : ReplicaEffect;

/// <summary>A write is on this replica's disk.</summary>
/// <param name="WriteId">The write.</param>
/// <param name="Dot">The update that it became.</param>
/// <param name="Causes">What the replica had delivered of others before it.</param>
/// <param name="IsAcknowledged">Whether that satisfies its write concern.</param>
public sealed record WriteCommitted(ulong WriteId, Dot Dot, VectorClock Causes, bool IsAcknowledged) : ReplicaEffect
{
    /// <summary>
    /// The concern that the write has to satisfy: of <see cref="WriteConcern.MajorityElseLocal"/>, which of the two.
    /// </summary>
    public WriteConcern Concern { get; init; }

    /// <summary>Whether a majority was wanted and too few replicas can be reached for one.</summary>
    public bool IsReduced { get; init; }
}

/// <summary>A write has reached the replicas that its concern asks for.</summary>
/// <param name="WriteId">The write.</param>
public sealed record WriteReplicated(ulong WriteId) : ReplicaEffect;

/// <summary>A conditional write was refused, because the key has moved on.</summary>
/// <param name="WriteId">The write.</param>
/// <param name="Present">The versions of the key now.</param>
public sealed record WriteRefused(ulong WriteId, VersionSet Present) : ReplicaEffect;

/// <summary>The set counts another live start of this name; this one is no member until that is silent.</summary>
/// <param name="Other">The other one.</param>
public sealed record NameTaken(Incarnation Other) : ReplicaEffect;

/// <summary>A member has been retired, and all members in reach know of it.</summary>
/// <param name="RequestId">The request.</param>
public sealed record RetireCompleted(ulong RequestId) : ReplicaEffect;

/// <summary>A member was not retired.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Refusal">Why.</param>
public sealed record RetireRefused(ulong RequestId, RetireRefusal Refusal) : ReplicaEffect;
