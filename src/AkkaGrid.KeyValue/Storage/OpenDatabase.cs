using System.Globalization;
using AkkaGrid.KeyValue.Storage.Rocks;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// A replica's RocksDB while it is open, with those who use it; it says in plain words what it fails at.
/// </summary>
/// <remarks>
/// A full disk needs no reopening: RocksDB refuses writes, reads on, looks every five seconds whether there is room
/// again, and then takes writes by itself. After any other failed write it refuses writes until it is opened again.
/// </remarks>
internal sealed class OpenDatabase
{
    private readonly RocksDatabase _rocks;
    private readonly string _directory;
    private readonly UseCount _uses;
    private readonly ManualResetEventSlim _isFree = new();

    private OpenDatabase(RocksDatabase rocks, string directory)
    {
        _rocks = rocks;
        _directory = directory;
        _uses = new UseCount(Free);
        Columns = new Columns(rocks);
    }

    /// <summary>Its column families.</summary>
    public Columns Columns { get; }

    /// <summary>Opens a directory, or makes it.</summary>
    /// <exception cref="StorageException">It is in use, damaged, or cannot be read or made.</exception>
    public static OpenDatabase Open(string directory, Durability durability, RocksOptions options)
    {
        try
        {
            Directory.CreateDirectory(directory);
            DirectoryCheck.ThrowIfDamaged(directory, durability);
            using var familyOptions = Columns.FamilyOptions;
            var rocks = RocksDatabase.Open(
                options, directory, Columns.Names, familyOptions, isSynced: durability == Durability.Fsync);
            DirectoryHolder.Note(directory);
            return new OpenDatabase(rocks, directory);
        }
        catch (RocksException error) when (error.IsLocked)
        {
            throw StorageException.InUse(directory, DirectoryHolder.Find(directory), error);
        }
        catch (Exception error) when (error is RocksException or IOException or UnauthorizedAccessException)
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

    /// <summary>Reads a value where it lies; null where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="column">Where it is looked for.</param>
    /// <param name="read">Makes something of the value, which is there during the call only.</param>
    /// <param name="snapshot">The moment that is read; null for now.</param>
    /// <exception cref="StorageException">The files are damaged, or cannot be read.</exception>
    public T? Get<T>(
        ReadOnlySpan<byte> key, ColumnFamily column, Func<ReadOnlySpan<byte>, T> read, RocksSnapshot? snapshot = null)
        where T : class
    {
        try
        {
            return _rocks.Get(key, column, read, snapshot);
        }
        catch (RocksException error)
        {
            throw StorageException.CannotRead(_directory, error);
        }
    }

    /// <summary>Reads a value; null where there is none.</summary>
    /// <exception cref="StorageException">The files are damaged, or cannot be read.</exception>
    public byte[]? Get(ReadOnlySpan<byte> key, ColumnFamily column, RocksSnapshot? snapshot = null) =>
        Get(key, column, static value => value.ToArray(), snapshot);

    /// <summary>Reads the entries of a column family whose keys start with given bytes.</summary>
    /// <exception cref="StorageException">The files are damaged, or cannot be read.</exception>
    public List<KeyValuePair<byte[], byte[]>> GetAll(ReadOnlySpan<byte> prefix, ColumnFamily column)
    {
        var entries = new List<KeyValuePair<byte[], byte[]>>();
        using var iterator = NewIterator(column);
        for (iterator.Seek(prefix); IsValid(iterator) && iterator.Key.StartsWith(prefix); iterator.Next())
            entries.Add(KeyValuePair.Create(iterator.Key.ToArray(), iterator.Value.ToArray()));
        return entries;
    }

    /// <summary>Copies what is committed into a directory, which must not exist yet.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Checkpoint(string directory)
    {
        try
        {
            _rocks.Checkpoint(directory);
        }
        catch (RocksException error)
        {
            throw new IOException($"The copy could not be written: {error.Message}", error);
        }
    }

    /// <summary>How much a column family holds, in bytes, about.</summary>
    public long SizeOf(ColumnFamily column) =>
        Property("rocksdb.estimate-live-data-size", column) + Property("rocksdb.cur-size-all-mem-tables", column);

    /// <summary>How many entries a column family has, about.</summary>
    public long CountOf(ColumnFamily column) => Property("rocksdb.estimate-num-keys", column);

    /// <summary>Goes through a column family.</summary>
    public RocksIterator NewIterator(ColumnFamily column, RocksSnapshot? snapshot = null) =>
        _rocks.NewIterator(column, snapshot);

    /// <summary>Whether an iterator stands on an entry.</summary>
    /// <exception cref="StorageException">It has met damage.</exception>
    public bool IsValid(RocksIterator iterator)
    {
        try
        {
            return iterator.IsValid;
        }
        catch (RocksException error)
        {
            throw StorageException.CannotRead(_directory, error);
        }
    }

    /// <summary>Holds on to what it holds now.</summary>
    public RocksSnapshot CreateSnapshot() => _rocks.CreateSnapshot();

    /// <summary>Writes a batch: all of it or nothing; durable on return where it was opened so.</summary>
    /// <exception cref="DiskFullException">There is no room.</exception>
    /// <exception cref="IOException">It could not be written, or it is not known whether it was.</exception>
    public void Write(RocksBatch batch)
    {
        try
        {
            _rocks.Write(batch);
        }
        catch (RocksException error) when (DiskFullException.IsMeantBy(error))
        {
            throw new DiskFullException(error);
        }
        catch (RocksException error)
        {
            throw new IOException($"The write to disk failed: {error.Message}", error);
        }
    }

    private long Property(string name, ColumnFamily column) =>
        long.Parse(_rocks.Property(name, column)!, CultureInfo.InvariantCulture);

    private void Free()
    {
        _rocks.Dispose();
        _isFree.Set();
    }
}
