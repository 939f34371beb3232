using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>Reads what a replica has committed.</summary>
public interface IReplicaReader
{
    /// <summary>The replica's state at what is read.</summary>
    ReplicaState State { get; }

    /// <summary>The clock of what is read.</summary>
    VectorClock Clock => State.Clock;

    /// <summary>The versions of a key; <see cref="VersionSet.Empty"/> where there are none.</summary>
    VersionSet Read(Key key);

    /// <summary>
    /// The keys of a keyspace in order, with their versions, tombstones included; read as they are asked for.
    /// </summary>
    /// <param name="keyspace">The keyspace.</param>
    /// <param name="prefix">Only keys that start so; empty for all.</param>
    /// <param name="after">Only keys behind this one; null for all.</param>
    IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after);
}
