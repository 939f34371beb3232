namespace AkkaGrid.KeyValue.Storage.Rocks;

/// <summary>
/// A column family of an open database: keys and values of their own, written in one batch with the others'.
/// </summary>
/// <param name="Handle">Names it towards RocksDB while the database is open.</param>
internal readonly record struct ColumnFamily(nint Handle);
