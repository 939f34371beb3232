using System.Globalization;
using RocksDbSharp;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>A replica's RocksDB while it is open, with those who use it; it says in plain words what it fails at.</summary>
/// <remarks>
/// A full disk needs no reopening: RocksDB refuses writes, reads on, looks every five seconds whether there is room again,
/// and then takes writes by itself. After any other failed write it refuses writes until it is opened anew.
/// </remarks>
internal sealed class OpenDatabase
{
    private readonly RocksDb _rocks;
    private readonly string _directory;
    private readonly WriteOptions _writeOptions;
    private readonly UseCount _uses;
    private readonly ManualResetEventSlim _isFree = new();

    private OpenDatabase(RocksDb rocks, string directory, Durability durability)
    {
        _rocks = rocks;
        _directory = directory;
        _writeOptions = new WriteOptions().SetSync(durability == Durability.Fsync);
        _uses = new UseCount(Free);
        Columns = new Columns(rocks);
    }

    /// <summary>Its column families.</summary>
    public Columns Columns { get; }

    /// <summary>Opens a directory, or makes it.</summary>
    /// <exception cref="StorageException">It is in use, damaged, or cannot be read or made.</exception>
    public static OpenDatabase Open(string directory, Durability durability, DbOptions options)
    {
        try
        {
            Directory.CreateDirectory(directory);
            DirectoryCheck.ThrowIfDamaged(directory, durability);
            return new OpenDatabase(RocksDb.Open(options, directory, Columns.Families), directory, durability);
        }
        catch (Exception error) when (error is RocksDbException or IOException or UnauthorizedAccessException)
        {
            throw error as StorageException ?? StorageException.CannotOpen(directory, error);
        }
    }

    /// <summary>Begins a use; false where it is closed.</summary>
    public bool TryEnter() => _uses.TryEnter();

    /// <summary>Ends a use.</summary>
    public void Exit() => _uses.Exit();

    /// <summary>Lets nobody in any more; the files are free once the last has left.</summary>
    public void Close() => _uses.Close();

    /// <summary>Closes it, and waits until the last has left; false where one stays longer.</summary>
    public bool Close(TimeSpan patience)
    {
        Close();
        return _isFree.Wait(patience);
    }

    public T? Get<T>(ReadOnlySpan<byte> key, ISpanDeserializer<T> reader, ColumnFamilyHandle column, ReadOptions? options = null)
        where T : class
    {
        try
        {
            return _rocks.Get(key, reader, column, options);
        }
        catch (RocksDbException error)
        {
            throw StorageException.CannotRead(_directory, error);
        }
    }

    public byte[]? Get(byte[] key, ColumnFamilyHandle column, ReadOptions? options = null)
    {
        try
        {
            return _rocks.Get(key, column, options);
        }
        catch (RocksDbException error)
        {
            throw StorageException.CannotRead(_directory, error);
        }
    }

    /// <summary>Copies what is committed into a directory, which must not exist yet.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Checkpoint(string directory)
    {
        try
        {
            using var checkpoint = _rocks.Checkpoint();
            checkpoint.Save(directory);
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The copy could not be written: {error.Message}", error);
        }
    }

    /// <summary>How much a column family holds, in bytes, about.</summary>
    public long SizeOf(ColumnFamilyHandle column) =>
        Property("rocksdb.estimate-live-data-size", column) + Property("rocksdb.cur-size-all-mem-tables", column);

    public Iterator NewIterator(ColumnFamilyHandle column, ReadOptions? options = null) => _rocks.NewIterator(column, options);

    /// <summary>
    /// Whether an iterator stands on an entry. One that meets damage ends early, and looks as if there were no more: this
    /// tells the two apart.
    /// </summary>
    /// <exception cref="StorageException">The iterator has met damage.</exception>
    public bool IsValid(Iterator iterator)
    {
        if (iterator.Valid())
            return true;
        try
        {
            Native.Instance.rocksdb_iter_get_error(iterator.Handle);
            return false;
        }
        catch (RocksDbException error)
        {
            throw StorageException.CannotRead(_directory, error);
        }
    }

    public Snapshot CreateSnapshot() => _rocks.CreateSnapshot();

    /// <summary>Writes a batch: all of it or nothing; durable on return where it was opened so.</summary>
    /// <exception cref="DiskFullException">There is no room.</exception>
    /// <exception cref="IOException">It could not be written, or it is not known whether it was.</exception>
    public void Write(WriteBatch batch)
    {
        try
        {
            _rocks.Write(batch, _writeOptions);
        }
        catch (RocksDbException error) when (DiskFullException.IsMeantBy(error))
        {
            throw new DiskFullException(error);
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The write to disk failed: {error.Message}", error);
        }
    }

    private long Property(string name, ColumnFamilyHandle column) =>
        long.Parse(_rocks.GetProperty(name, column), CultureInfo.InvariantCulture);

    private void Free()
    {
        _rocks.Dispose();
        _isFree.Set();
    }
}
