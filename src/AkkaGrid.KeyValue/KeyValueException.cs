using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.KeyValue;

/// <summary>The store could not do what was asked.</summary>
public abstract class KeyValueException(string message) : Exception(message);

/// <summary>
/// The replica has not delivered, in time, what the request's causal context asks for. Nothing was done.
/// </summary>
/// <param name="missing">What it lacks, in words.</param>
/// <param name="away">The members that cannot be reached, or have not said in time what they have.</param>
public sealed class ContextNotReachedException(IReadOnlyList<string> missing, IReadOnlyList<ReplicaId> away)
    : KeyValueException($"This replica has not delivered {string.Join(", ", missing)} yet"
        + (away.Count == 0 ? "" : $", and has not heard meanwhile from {string.Join(", ", away)}"))
{
    /// <summary>What the replica lacks: dots, or the random bits of an incarnation that it does not know.</summary>
    public IReadOnlyList<string> Missing { get; } = missing;

    /// <summary>The members that may have it, but were not heard from.</summary>
    public IReadOnlyList<ReplicaId> Away { get; } = away;
}

/// <summary>
/// The request's causal context names updates that were lost with the disk of the replica that took them. Nothing was
/// done.
/// </summary>
/// <param name="lost">What was lost, in words.</param>
public sealed class ContextLostException(IReadOnlyList<string> lost)
    : KeyValueException(
        "The causal context names updates that the replica set does not have, and will not get: "
        + $"{string.Join(", ", lost)}")
{
    /// <summary>The updates that were lost.</summary>
    public IReadOnlyList<string> Lost { get; } = lost;
}

/// <summary>A member was not taken out of the replica set. Nothing was done.</summary>
public sealed class RetireRefusedException(ReplicaId name, RetireRefusal refusal) : KeyValueException(refusal switch
{
    RetireRefusal.Unknown => $"There is no replica '{name}'",
    RetireRefusal.Self => $"A replica does not retire itself; ask another than '{name}'",
    RetireRefusal.Live => $"The replica '{name}' can be reached; stop its node first",
    RetireRefusal.NoMajority => "No majority of the replica set can be reached from here, and the others might retire "
        + $"this side instead of '{name}'",
    _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
})
{
    /// <summary>Why.</summary>
    public RetireRefusal Refusal { get; } = refusal;
}

/// <summary>
/// A member is being retired, but not all others have agreed on its last updates in time. It goes on by itself.
/// </summary>
public sealed class RetireUnderWayException(ReplicaId name)
    : KeyValueException(
        $"The replica '{name}' is being retired, and the other members have yet to agree on its last updates. That "
        + "goes on by itself as they can be reached");

/// <summary>The replica cannot take the request now. Nothing was done.</summary>
public sealed class StoreUnavailableException(string message) : KeyValueException(message);

/// <summary>It is not known whether, or how widely, a write has happened.</summary>
/// <param name="message">What is known.</param>
/// <param name="dot">The update, where it is on this replica's disk.</param>
public sealed class WriteUncertainException(string message, Dot? dot) : KeyValueException(message)
{
    /// <summary>The update, where it is on this replica's disk.</summary>
    public Dot? Dot { get; } = dot;
}

/// <summary>A conditional write was refused, because the key has moved on. Nothing was done.</summary>
public sealed class PreconditionFailedException(VersionSet present)
    : KeyValueException("The key does not meet the condition")
{
    /// <summary>The versions of the key now.</summary>
    public VersionSet Present { get; } = present;
}

/// <summary>A request is beyond a limit. Nothing was done.</summary>
public sealed class TooLargeException(string message) : KeyValueException(message);

/// <summary>A request names a replica that is not in the replica set.</summary>
public sealed class UnknownReplicaException(ReplicaId name) : KeyValueException($"There is no replica '{name}'");

/// <summary>The store has as many watchers as it may. Nothing was begun.</summary>
public sealed class TooManyWatchesException(int limit)
    : KeyValueException($"This node has {limit} watchers, and takes no more; end one, or watch at another node");

/// <summary>A backup of that name is there already. Nothing was done.</summary>
public sealed class BackupExistsException(string name) : KeyValueException($"There is a backup '{name}' already");
