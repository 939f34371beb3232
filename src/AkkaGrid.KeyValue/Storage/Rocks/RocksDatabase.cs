using System.Runtime.InteropServices;

namespace AkkaGrid.KeyValue.Storage.Rocks;

/// <summary>An open RocksDB. Whoever uses it sees to it that nobody does any more when it is closed.</summary>
internal sealed class RocksDatabase : IDisposable
{
    // From which size of the write-ahead log on a checkpoint writes it out first: always.
    private const ulong FlushedLogBytes = 0;

    private readonly nint[] _families;
    private readonly nint _writeOptions = RocksApi.rocksdb_writeoptions_create();
    private readonly nint _readOptions = RocksApi.rocksdb_readoptions_create();
    private nint _handle;

    private RocksDatabase(nint handle, nint[] families, bool isSynced)
    {
        _handle = handle;
        _families = families;
        RocksApi.rocksdb_writeoptions_set_sync(_writeOptions, isSynced ? (byte)1 : (byte)0);
    }

    private nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Opens a directory, or makes it where the options say so.</summary>
    /// <param name="options">Those of the database.</param>
    /// <param name="directory">Where its files are.</param>
    /// <param name="familyNames">Its column families: all that are there.</param>
    /// <param name="familyOptions">Those of each column family.</param>
    /// <param name="isSynced">Whether what is written is on disk when the call returns.</param>
    /// <exception cref="RocksException">It cannot be opened.</exception>
    public static RocksDatabase Open(
        RocksOptions options, string directory, string[] familyNames, RocksOptions familyOptions, bool isSynced)
    {
        var families = new nint[familyNames.Length];
        nint[] allOptions = [.. familyNames.Select(_ => familyOptions.DangerousGetHandle())];
        var handle = RocksApi.rocksdb_open_column_families(
            options, directory, familyNames.Length, familyNames, allOptions, families, out var error);
        GC.KeepAlive(familyOptions);
        RocksException.ThrowIfFailed(error);
        return new RocksDatabase(handle, families, isSynced);
    }

    /// <summary>A column family, by its place among the names with which the database was opened.</summary>
    public ColumnFamily Family(int index) => new(_families[index]);

    /// <summary>Reads a value where it lies.</summary>
    /// <param name="key">The key.</param>
    /// <param name="family">Where it is looked for.</param>
    /// <param name="read">Makes something of the value, which is there during the call only.</param>
    /// <param name="snapshot">The moment that is read; null for now.</param>
    /// <returns>What was made of it; null where there is no value.</returns>
    /// <exception cref="RocksException">It cannot be read.</exception>
    public unsafe T? Get<T>(
        ReadOnlySpan<byte> key, ColumnFamily family, Func<ReadOnlySpan<byte>, T> read, RocksSnapshot? snapshot = null)
        where T : class
    {
        var slice = RocksApi.rocksdb_get_pinned_cf(
            Handle, snapshot?.ReadOptions ?? _readOptions, family.Handle, key, (nuint)key.Length, out var error);
        RocksException.ThrowIfFailed(error);
        if (slice == 0)
            return null;
        try
        {
            var value = RocksApi.rocksdb_pinnableslice_value(slice, out var bytes);
            return read(new ReadOnlySpan<byte>((void*)value, checked((int)bytes)));
        }
        finally
        {
            RocksApi.rocksdb_pinnableslice_destroy(slice);
        }
    }

    /// <summary>Goes through a column family.</summary>
    /// <param name="family">The column family.</param>
    /// <param name="snapshot">The moment that is read; null for now.</param>
    public RocksIterator NewIterator(ColumnFamily family, RocksSnapshot? snapshot = null) =>
        new(RocksApi.rocksdb_create_iterator_cf(Handle, snapshot?.ReadOptions ?? _readOptions, family.Handle));

    /// <summary>Holds on to what it holds now.</summary>
    public RocksSnapshot CreateSnapshot() => new(Handle);

    /// <summary>Writes a batch.</summary>
    /// <exception cref="RocksException">It was not written, or it is not known whether it was.</exception>
    public void Write(RocksBatch batch)
    {
        RocksApi.rocksdb_write(Handle, _writeOptions, batch.Handle, out var error);
        RocksException.ThrowIfFailed(error);
    }

    /// <summary>Copies what is written into a directory, which must not exist yet.</summary>
    /// <exception cref="RocksException">It could not be written.</exception>
    public void Checkpoint(string directory)
    {
        var checkpoint = RocksApi.rocksdb_checkpoint_object_create(Handle, out var error);
        RocksException.ThrowIfFailed(error);
        try
        {
            RocksApi.rocksdb_checkpoint_create(checkpoint, directory, FlushedLogBytes, out error);
            RocksException.ThrowIfFailed(error);
        }
        finally
        {
            RocksApi.rocksdb_checkpoint_object_destroy(checkpoint);
        }
    }

    /// <summary>What RocksDB says of a column family; null where it knows no such property.</summary>
    public string? Property(string name, ColumnFamily family)
    {
        var value = RocksApi.rocksdb_property_value_cf(Handle, family.Handle, name);
        var text = Marshal.PtrToStringUTF8(value);
        RocksApi.rocksdb_free(value);
        return text;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _handle, 0) is not (var handle and not 0))
            return;
        foreach (var family in _families)
            RocksApi.rocksdb_column_family_handle_destroy(family);
        RocksApi.rocksdb_close(handle);
        RocksApi.rocksdb_writeoptions_destroy(_writeOptions);
        RocksApi.rocksdb_readoptions_destroy(_readOptions);
    }
}
