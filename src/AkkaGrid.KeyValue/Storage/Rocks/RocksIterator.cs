namespace AkkaGrid.KeyValue.Storage.Rocks;

/// <summary>Goes through a column family in the order of its keys. For one thread at a time.</summary>
internal sealed class RocksIterator(nint handle) : IDisposable
{
    private nint _handle = handle;

    /// <summary>Whether it stands on an entry.</summary>
    /// <exception cref="RocksException">It has met damage, and ended there.</exception>
    public bool IsValid
    {
        get
        {
            if (RocksApi.rocksdb_iter_valid(Handle) != 0)
                return true;
            RocksApi.rocksdb_iter_get_error(Handle, out var error);
            RocksException.ThrowIfFailed(error);
            return false;
        }
    }

    /// <summary>The key of the entry: there until the next step.</summary>
    public unsafe ReadOnlySpan<byte> Key =>
        new((void*)RocksApi.rocksdb_iter_key(Handle, out var bytes), checked((int)bytes));

    /// <summary>The value of the entry: there until the next step.</summary>
    public unsafe ReadOnlySpan<byte> Value =>
        new((void*)RocksApi.rocksdb_iter_value(Handle, out var bytes), checked((int)bytes));

    private nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Goes to the first entry from a key on.</summary>
    public void Seek(ReadOnlySpan<byte> key) => RocksApi.rocksdb_iter_seek(Handle, key, (nuint)key.Length);

    /// <summary>Goes to the first entry.</summary>
    public void SeekToFirst() => RocksApi.rocksdb_iter_seek_to_first(Handle);

    /// <summary>Goes to the next entry.</summary>
    public void Next() => RocksApi.rocksdb_iter_next(Handle);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _handle, 0) is var iterator and not 0)
            RocksApi.rocksdb_iter_destroy(iterator);
    }
}
