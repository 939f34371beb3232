using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.KeyValue;

/// <summary>The store could not do what was asked.</summary>
public abstract class KeyValueException(string message) : Exception(message);

/// <summary>The replica has not delivered, in time, what the request's causal context asks for. Nothing was done.</summary>
/// <param name="missing">What it lacks, in words.</param>
public sealed class ContextNotReachedException(IReadOnlyList<string> missing)
    : KeyValueException($"This replica has not delivered {string.Join(", ", missing)} yet")
{
    /// <summary>What the replica lacks: dots, or the random bits of an incarnation that it does not know.</summary>
    public IReadOnlyList<string> Missing { get; } = missing;
}

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
    : KeyValueException("The key has moved on since the version that the condition names")
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
