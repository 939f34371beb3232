using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Migration;
using AkkaGrid.KeyValue.Storage.Names;
using AkkaGrid.KeyValue.Storage.Rocks;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// A replica's disk on RocksDB: column families for data, log, meta and a staged snapshot; one synced write batch a
/// commit.
/// </summary>
public sealed class RocksStorage : IReplicaStorage
{
    private readonly string _directory;
    private readonly ReplicaId _name;
    private readonly DiskNames _names = new();
    private readonly RecordCodec _records;
    private readonly StateCodec _states;
    private readonly LiveDatabase _database;
    private readonly UpdateLog _log;
    private readonly RecentVersions _recent = new();
    private readonly SnapshotInstallation _installation;
    private readonly Lock _writing = new();
    private Incarnation _writer;
    private ReplicaState _state = ReplicaState.Initial;

    private RocksStorage(string directory, ReplicaId name, Func<OpenDatabase> open)
    {
        _directory = directory;
        _name = name;
        _records = new RecordCodec(_names);
        _states = new StateCodec(_names);
        _installation = new SnapshotInstallation(_names, _records, _states, _recent);
        _database = new LiveDatabase(directory, () => Start(open()));
        _log = new UpdateLog(_database, _records, _names);
    }

    /// <inheritdoc/>
    public ReplicaState State => Volatile.Read(ref _state);

    /// <inheritdoc/>
    public ClockBases Bases => _names.Bases;

    /// <inheritdoc/>
    public long LogBytes => _log.Bytes;

    /// <inheritdoc/>
    public long TombstoneCount => _log.TombstoneCount;

    /// <summary>Opens a data directory, or makes it.</summary>
    /// <param name="directory">The directory; its parents are made too.</param>
    /// <param name="name">The replica that it belongs to.</param>
    /// <param name="durability">When a commit counts as done.</param>
    /// <exception cref="StorageException">
    /// It belongs to another replica, is in use, damaged, or cannot be read or made.
    /// </exception>
    public static RocksStorage Open(string directory, ReplicaId name, Durability durability) =>
        Open(directory, name, durability, () => Columns.DatabaseOptions);

    /// <inheritdoc/>
    public ReplicaState Load(Incarnation writer)
    {
        lock (_writing)
        {
            _writer = writer;
            try
            {
                Step(writer, BecomeWriter);
            }
            catch (IOException error) when (error is not DiskFullException)
            {
                Reopen();
                Step(writer, BecomeWriter);
            }

            return State;
        }
    }

    /// <inheritdoc/>
    public VersionSet Read(Key key)
    {
        while (true)
        {
            var steps = _installation.Steps;
            if (_installation.Cut is { } cut && cut.TryRead(key, out var before))
                return before;
            var versions = _recent.TryGet(key, out var recent) ? recent : ReadFromDisk(key);
            if (_installation.Steps == steps)
                return versions;
        }
    }

    /// <inheritdoc/>
    public IReplicaView OpenView()
    {
        while (true)
        {
            var steps = _installation.Steps;
            if (_installation.Cut?.TryShare() is { } cut)
                return cut;
            var view = NewView(_database.Enter());
            if (_installation.Steps == steps)
                return view;
            view.Dispose();
        }
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after)
    {
        using var view = OpenView();
        foreach (var item in view.Scan(keyspace, prefix, after))
            yield return item;
    }

    /// <inheritdoc/>
    public IEnumerable<Update> ReadLog(Incarnation origin, ulong first) => _log.Read(origin, first);

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<Dot, Key>> ReadTombstones(Incarnation origin, ulong after) =>
        _log.ReadTombstones(origin, after);

    /// <inheritdoc/>
    public void Commit(ChangeSet changes) => Step(changes.Writer, database =>
    {
        _recent.Begin();
        try
        {
            Write(database, batch => batch.Put(changes, _state));
        }
        catch
        {
            _recent.Clear();
            throw;
        }

        // In this order: who sees the new clock must not read older versions any more.
        _recent.End(changes.Versions);
        Volatile.Write(ref _state, changes.State);
    });

    /// <inheritdoc/>
    public ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state)
    {
        Step(writer, database =>
        {
            Write(database, batch => batch.BeginInstall(installation, state));
            state = FinishInstallation(database);
        });
        return state;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A turn is one write batch, and a checkpoint of RocksDB holds whole batches up to some point: it is a causal cut.
    /// One taken while a snapshot is merged is finished by whoever opens it.
    /// </remarks>
    public void Checkpoint(string directory)
    {
        var database = _database.Enter();
        try
        {
            database.Checkpoint(directory);
        }
        finally
        {
            database.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _installation.DropCut();
        _database.Dispose();
        _recent.Clear();
    }

    /// <summary>
    /// Opens a data directory with given options of RocksDB, which is asked for them at each opening.
    /// </summary>
    internal static RocksStorage Open(
        string directory, ReplicaId name, Durability durability, Func<RocksOptions> options) =>
        new(directory, name, () => OpenDatabase.Open(directory, durability, options()));

    private void Write(OpenDatabase database, Action<ChangeBatch> fill)
    {
        using var batch = new ChangeBatch(database, _names);
        fill(batch);
        batch.Write();
    }

    private VersionSet ReadFromDisk(Key key)
    {
        var ground = _recent.Ground;
        var database = _database.Enter();
        try
        {
            var versions = _records.ReadVersions(database, key, null);
            _recent.Add(key, versions, ground);
            return versions;
        }
        finally
        {
            database.Exit();
        }
    }

    /// <summary>A step of the writer: one at a time, and while the database is open.</summary>
    private void Step(Incarnation writer, Action<OpenDatabase> step)
    {
        lock (_writing)
        {
            var database = _database.Enter();
            try
            {
                if (writer != _writer)
                    throw new InvalidOperationException($"{_writer} is the writer now, not {writer}");
                step(database);
            }
            finally
            {
                database.Exit();
            }
        }
    }

    /// <summary>
    /// Shows that the disk takes writes, before anybody is promised one; then finishes what was begun.
    /// </summary>
    private void BecomeWriter(OpenDatabase database)
    {
        Write(database, batch => batch.PutWriter(_writer));
        FinishInstallation(database);
    }

    /// <summary>Opens the database again. The disk is tried first: who can still read is not to lose that.</summary>
    private void Reopen()
    {
        _database.TryDisk();
        // In this order: who comes in when the cut is gone would read a snapshot that is merged by half.
        _database.Close();
        _installation.DropCut();
        _database.Reopen();
    }

    /// <summary>Reads what is there; nobody else does yet.</summary>
    private OpenDatabase Start(OpenDatabase database)
    {
        _recent.Clear();
        try
        {
            var owner = DirectoryOwner.Read(database);
            owner?.ThrowIfForeign(_directory, _name);
            NameRecords.Load(database, _names);
            if (owner is null)
                Write(database, batch => batch.PutOwner(_name, DirectoryOwner.Format));
            else if (owner.IsFormat1)
                new Format1Migration(database, _names, _directory).Run(_name);
            if (_states.Read(database, null) is { } state)
                Volatile.Write(ref _state, state);
            if (_installation.FinishAtStart(database) is { } merged)
                Volatile.Write(ref _state, merged);
            return database;
        }
        catch
        {
            database.Close();
            throw;
        }
    }

    private ReplicaState FinishInstallation(OpenDatabase database)
    {
        if (_installation.Finish(database, () => NewView(_database.Enter())) is { } state)
            Volatile.Write(ref _state, state);
        return _state;
    }

    /// <summary>A cut of an entered database; closing the cut leaves it.</summary>
    private RocksView NewView(OpenDatabase database) => new(database, _records, _states);
}
