namespace AkkaGrid.KeyValue.Storage.Rocks;

/// <summary>Changes that are written all or not at all.</summary>
internal sealed class RocksBatch : IDisposable
{
    private nint _handle = RocksApi.rocksdb_writebatch_create();

    /// <summary>Names it towards RocksDB.</summary>
    public nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ColumnFamily family) =>
        RocksApi.rocksdb_writebatch_put_cf(Handle, family.Handle, key, (nuint)key.Length, value, (nuint)value.Length);

    public void Delete(ReadOnlySpan<byte> key, ColumnFamily family) =>
        RocksApi.rocksdb_writebatch_delete_cf(Handle, family.Handle, key, (nuint)key.Length);

    /// <summary>Deletes all keys from one, included, to another, excluded.</summary>
    public void DeleteRange(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, ColumnFamily family) =>
        RocksApi.rocksdb_writebatch_delete_range_cf(
            Handle, family.Handle, from, (nuint)from.Length, to, (nuint)to.Length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _handle, 0) is var handle and not 0)
            RocksApi.rocksdb_writebatch_destroy(handle);
    }
}
