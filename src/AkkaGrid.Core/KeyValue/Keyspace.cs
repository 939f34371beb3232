namespace AkkaGrid.Core.KeyValue;

/// <summary>
/// The part of the store that a key belongs to. Keyspaces share clocks and replication; reads and lists stay within
/// one.
/// </summary>
public enum Keyspace : byte
{
    /// <summary>The keys of clients.</summary>
    User = 1,

    /// <summary>
    /// Charging sessions and other records of charging. The store's HTTP routes neither read nor write them.
    /// </summary>
    Charging = 2,
}
