namespace AkkaGrid.KeyValue.Storage.Rocks;

/// <summary>What a database holds at one moment. It must end before the database is closed.</summary>
internal sealed class RocksSnapshot : IDisposable
{
    private readonly nint _database;
    private readonly nint _snapshot;
    private nint _readOptions;

    /// <summary>Takes it.</summary>
    public RocksSnapshot(nint database)
    {
        _database = database;
        _snapshot = RocksApi.rocksdb_create_snapshot(database);
        _readOptions = RocksApi.rocksdb_readoptions_create();
        RocksApi.rocksdb_readoptions_set_snapshot(_readOptions, _snapshot);
    }

    /// <summary>The options with which its moment is read.</summary>
    public nint ReadOptions
    {
        get
        {
            ObjectDisposedException.ThrowIf(_readOptions == 0, this);
            return _readOptions;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _readOptions, 0) is not (var options and not 0))
            return;
        RocksApi.rocksdb_readoptions_destroy(options);
        RocksApi.rocksdb_release_snapshot(_database, _snapshot);
    }
}
