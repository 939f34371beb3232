namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// The database of a data directory, through its reopenings: RocksDB takes no more writes after one has failed, unless
/// for lack of room.
/// </summary>
internal sealed class LiveDatabase : IDisposable
{
    // Those who read meanwhile hold it for the time of a request.
    private static readonly TimeSpan ReopenTimeout = TimeSpan.FromSeconds(5);

    // A write that is under way ends well within it; a reader who stays longer loses nothing.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly string _directory;
    private readonly Func<OpenDatabase> _open;
    private OpenDatabase _database;
    private string? _closedBecause;
    private bool _isDisposed;

    /// <summary>Opens the database.</summary>
    /// <param name="directory">Where its files are.</param>
    /// <param name="open">Opens it, and reads what whoever uses it must know first.</param>
    public LiveDatabase(string directory, Func<OpenDatabase> open)
    {
        _directory = directory;
        _open = open;
        _database = open();
    }

    /// <summary>The database as it is now, entered: whoever has used it exits it.</summary>
    /// <exception cref="StorageException">It is closed, and could not be opened again.</exception>
    public OpenDatabase Enter()
    {
        while (true)
        {
            var database = Volatile.Read(ref _database);
            if (database.TryEnter())
                return database;
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
            if (database == Volatile.Read(ref _database))
                throw new StorageException(
                    Volatile.Read(ref _closedBecause) ?? "The store opens its files again; try again in a moment");
        }
    }

    /// <summary>Refuses new users until the database is opened again; present users go on.</summary>
    public void Close() => _database.Close();

    /// <summary>Closes the database and opens it again.</summary>
    /// <exception cref="IOException">The disk does not work, or the files are still being read.</exception>
    public void Reopen()
    {
        if (!_database.Close(ReopenTimeout))
            throw new IOException($"The data directory '{_directory}' is to be opened again, but is still being read");
        try
        {
            Volatile.Write(ref _database, _open());
        }
        catch (IOException error)
        {
            Volatile.Write(ref _closedBecause, error.Message);
            throw;
        }

        if (Volatile.Read(ref _isDisposed))
            _database.Close();
    }

    /// <summary>Finds out whether files can be written at all.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    public void TryDisk()
    {
        var probe = Path.Combine(_directory, "probe.tmp");
        try
        {
            using var file = new FileStream(
                probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.Write(new byte[4096]);
            file.Flush(flushToDisk: true);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    /// <summary>Closes the database, and waits a little until nobody uses its files any more.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        Volatile.Read(ref _database).Close(CloseTimeout);
    }
}
