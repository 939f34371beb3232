using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Storage;

/// <summary>Reads the committed data of a replica.</summary>
public interface IReplicaReader
{
    /// <summary>The replica's state, as of the data that is read.</summary>
    ReplicaState State { get; }

    /// <summary>The clock of the data that is read.</summary>
    VectorClock Clock => State.Clock;

    /// <summary>The versions of a key; <see cref="VersionSet.Empty"/> where there are none.</summary>
    VersionSet Read(Key key);

    /// <summary>The keys of a keyspace in order, with their versions, tombstones included; read lazily.</summary>
    /// <param name="keyspace">The keyspace.</param>
    /// <param name="prefix">Only keys with this prefix; empty for all.</param>
    /// <param name="after">Only keys after this one; null for all.</param>
    IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after);
}
