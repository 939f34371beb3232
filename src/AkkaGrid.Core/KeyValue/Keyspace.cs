namespace AkkaGrid.Core.KeyValue;

/// <summary>Who a key belongs to. Keyspaces share clocks and replication; reads and lists stay in one.</summary>
public enum Keyspace : byte
{
    /// <summary>What clients put.</summary>
    User = 1,

    /// <summary>
    /// Charging sessions and what belongs to them; clients neither see nor write it by the store's routes.
    /// </summary>
    Charging = 2,
}
