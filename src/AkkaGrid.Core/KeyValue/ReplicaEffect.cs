using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.KeyValue;

/// <summary>An action that a replica requests for the moment when its turn is on disk.</summary>
public abstract record ReplicaEffect;

/// <summary>A message to one replica.</summary>
/// <param name="To">The replica.</param>
/// <param name="Message">The message.</param>
public sealed record Send(ReplicaId To, ReplicaMessage Message) : ReplicaEffect;

/// <summary>A message to every other node of the cluster, whether the name of its replica is known or not.</summary>
/// <param name="Message">The message.</param>
public sealed record Broadcast(ReplicaMessage Message) : ReplicaEffect;

/// <summary>A write is on this replica's disk.</summary>
/// <param name="WriteId">The write.</param>
/// <param name="Dot">The update that it became.</param>
/// <param name="Causes">The clock of all updates of others that the replica had delivered before it.</param>
/// <param name="IsAcknowledged">Whether that satisfies its write concern.</param>
public sealed record WriteCommitted(ulong WriteId, Dot Dot, VectorClock Causes, bool IsAcknowledged) : ReplicaEffect
{
    /// <summary>
    /// The concern that the write must satisfy; for <see cref="WriteConcern.MajorityElseLocal"/>, the one of the two
    /// that was chosen.
    /// </summary>
    public WriteConcern Concern { get; init; }

    /// <summary>Whether a majority was preferred but too few replicas could be reached for one.</summary>
    public bool IsReduced { get; init; }
}

/// <summary>A write is on as many disks as its concern requires.</summary>
/// <param name="WriteId">The write.</param>
public sealed record WriteReplicated(ulong WriteId) : ReplicaEffect;

/// <summary>The condition of a write does not hold: the key has changed.</summary>
/// <param name="WriteId">The write.</param>
/// <param name="Present">The versions of the key now.</param>
public sealed record WriteRefused(ulong WriteId, VersionSet Present) : ReplicaEffect;

/// <summary>
/// The set contains another live start of this replica's name instead of this one, which is no member until the other
/// is silent.
/// </summary>
/// <param name="Other">The other start.</param>
public sealed record NameTaken(Incarnation Other) : ReplicaEffect;

/// <summary>A member has been retired, and all reachable members have announced that.</summary>
/// <param name="RequestId">The request.</param>
public sealed record RetireCompleted(ulong RequestId) : ReplicaEffect;

/// <summary>A member was not retired.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Refusal">Why.</param>
public sealed record RetireRefused(ulong RequestId, RetireRefusal Refusal) : ReplicaEffect;
