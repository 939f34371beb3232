using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using RocksDbSharp;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// A replica's disk on RocksDB: column families for data, log, meta and a staged snapshot; one synced write batch a
/// commit.
/// </summary>
public sealed class RocksStorage : IReplicaStorage
{
    private const int InstallBatchKeys = 1_000;

    private static readonly byte[] NameKey = "name"u8.ToArray();
    private static readonly byte[] StateKey = "state"u8.ToArray();
    private static readonly byte[] InstallKey = "install"u8.ToArray();
    private static readonly byte[] IncarnationPrefix = "incarnation/"u8.ToArray();

    private readonly RocksDb _database;
    private readonly Columns _columns;
    private readonly WriteOptions _writeOptions;
    private readonly IncarnationNames _names = new();
    private readonly RecordCodec _codec;
    private readonly UseCount _uses;
    private readonly Lock _writing = new();
    private Incarnation _writer;
    private ReplicaState _state = ReplicaState.Initial;
    private RocksView? _cutDuringInstall;

    private RocksStorage(RocksDb database, Durability durability)
    {
        _database = database;
        _columns = new Columns(database);
        _codec = new RecordCodec(_names);
        _writeOptions = new WriteOptions().SetSync(durability == Durability.Fsync);
        _uses = new UseCount(database.Dispose);
    }

    /// <inheritdoc/>
    public ReplicaState State => Volatile.Read(ref _state);

    /// <summary>Opens a data directory, or makes it.</summary>
    /// <param name="directory">The directory; its parents are made too.</param>
    /// <param name="name">The replica that it belongs to.</param>
    /// <param name="durability">When a commit counts as done.</param>
    /// <exception cref="StorageException">It belongs to another replica, is in use, or cannot be read or made.</exception>
    public static RocksStorage Open(string directory, ReplicaId name, Durability durability)
    {
        RocksStorage? storage = null;
        try
        {
            Directory.CreateDirectory(directory);
            storage = new RocksStorage(RocksDb.Open(Columns.DatabaseOptions, directory, Columns.Families), durability);
            storage.Start(directory, name);
            return storage;
        }
        catch (Exception error) when (error is RocksDbException or IOException or UnauthorizedAccessException)
        {
            storage?.Dispose();
            throw error as StorageException
                ?? new StorageException($"The data directory '{directory}' cannot be opened: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public ReplicaState Load(Incarnation writer) => Exclusively(() =>
    {
        _writer = writer;
        FinishInstall();
        return State;
    });

    /// <inheritdoc/>
    public VersionSet Read(Key key)
    {
        // While a snapshot is being taken over, what is on disk is a mixture: readers keep to the cut before it.
        if (Volatile.Read(ref _cutDuringInstall) is { } cut && cut.TryRead(key, out var versions))
            return versions;
        Enter();
        try
        {
            return Read(key, null);
        }
        finally
        {
            _uses.Exit();
        }
    }

    /// <inheritdoc/>
    public IReplicaView OpenView()
    {
        if (Volatile.Read(ref _cutDuringInstall)?.TryShare() is { } cut)
            return cut;
        var view = NewView();
        if (Volatile.Read(ref _cutDuringInstall)?.TryShare() is not { } justCut)
            return view;

        // An install began in between: the view may show a mixture, the cut does not.
        view.Dispose();
        return justCut;
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after)
    {
        using var view = OpenView();
        foreach (var item in view.Scan(keyspace, prefix, after))
            yield return item;
    }

    /// <inheritdoc/>
    public IEnumerable<Update> ReadLog(Incarnation origin, ulong first)
    {
        Enter();
        try
        {
            using var iterator = _database.NewIterator(_columns.Log);
            var sequence = first;
            for (iterator.Seek(RecordCodec.LogKey(origin, sequence)); iterator.Valid(); iterator.Next())
            {
                if (!iterator.GetKeySpan().SequenceEqual(RecordCodec.LogKey(origin, sequence)))
                    break;
                yield return _codec.DecodeUpdate(new Dot(origin, sequence), iterator.GetValueSpan());
                sequence++;
            }
        }
        finally
        {
            _uses.Exit();
        }
    }

    /// <inheritdoc/>
    public void Commit(ChangeSet changes) => Exclusively(() =>
    {
        ThrowIfNotWriter(changes.Writer);
        AddNames(changes.State, changes.Staged.SelectMany(item => item.Value.Dots));
        using var batch = new WriteBatch();
        Put(batch, changes);
        Write(batch);
        Volatile.Write(ref _state, changes.State);
        return changes.State;
    });

    /// <inheritdoc/>
    public void InstallStaged(Incarnation writer, VectorClock snapshot, ReplicaState state) => Exclusively(() =>
    {
        ThrowIfNotWriter(writer);
        AddNames(state, snapshot.Entries);
        using var batch = new WriteBatch();
        batch.Put(InstallKey, RecordCodec.EncodeInstall(snapshot, state), _columns.Meta);
        Write(batch);
        FinishInstall();
        return state;
    });

    /// <inheritdoc/>
    /// <remarks>
    /// A turn is one write batch, and a checkpoint of RocksDB holds whole batches up to some point: it is a causal cut. One
    /// taken while a snapshot is taken over is finished by whoever opens it.
    /// </remarks>
    public void Checkpoint(string directory)
    {
        Enter();
        try
        {
            using var checkpoint = _database.Checkpoint();
            checkpoint.Save(directory);
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The copy could not be written: {error.Message}", error);
        }
        finally
        {
            _uses.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cutDuringInstall?.Dispose();
        _uses.Close();
    }

    internal VersionSet Read(Key key, ReadOptions? options) =>
        _database.Get(RecordCodec.KeyOf(key), _columns.Data, options) is { } bytes
            ? _codec.DecodeVersions(bytes)
            : VersionSet.Empty;

    internal IEnumerable<KeyValuePair<Key, VersionSet>> Scan(byte[] prefix, byte[] from, ReadOptions options)
    {
        using var iterator = _database.NewIterator(_columns.Data, options);
        for (iterator.Seek(from); iterator.Valid() && iterator.GetKeySpan().StartsWith(prefix); iterator.Next())
            yield return KeyValuePair.Create(RecordCodec.ReadKey(iterator.GetKeySpan()), _codec.DecodeVersions(iterator.GetValueSpan()));
    }

    internal ReplicaState ReadState(ReadOptions options) =>
        _database.Get(StateKey, _columns.Meta, options) is { } bytes ? _codec.DecodeState(bytes) : ReplicaState.Initial;

    /// <summary>A writer's step: one at a time, and while the database is open.</summary>
    private ReplicaState Exclusively(Func<ReplicaState> step)
    {
        lock (_writing)
        {
            Enter();
            try
            {
                return step();
            }
            finally
            {
                _uses.Exit();
            }
        }
    }

    private void ThrowIfNotWriter(Incarnation writer)
    {
        if (writer != _writer)
            throw new InvalidOperationException($"{_writer} is the writer now, not {writer}");
    }

    private void Start(string directory, ReplicaId name)
    {
        if (_database.Get(NameKey, _columns.Meta) is not { } owner)
            _database.Put(NameKey, Encoding.UTF8.GetBytes(name.Value), _columns.Meta, _writeOptions);
        else if (Encoding.UTF8.GetString(owner) is var found && found != name.Value)
            throw new StorageException($"The data directory '{directory}' belongs to replica '{found}', not to '{name}'.");
        foreach (var incarnation in ReadNames())
            _names.Add(incarnation);
        if (_database.Get(StateKey, _columns.Meta) is { } state)
            _state = _codec.DecodeState(state);
        FinishInstall();
    }

    /// <summary>
    /// Takes a staged snapshot over where one is due: now, after a failure, or after the process ended in the middle.
    /// Merging again what is merged changes nothing.
    /// </summary>
    private void FinishInstall()
    {
        if (_database.Get(InstallKey, _columns.Meta) is not { } install)
            return;
        var (snapshot, state) = _codec.DecodeInstall(install);
        var cut = _cutDuringInstall ?? NewView();
        Volatile.Write(ref _cutDuringInstall, cut);
        Install(snapshot, state);
        // In this order: who sees the new clock must not read the old cut any more.
        Volatile.Write(ref _cutDuringInstall, null);
        Volatile.Write(ref _state, state);
        cut.Dispose();
    }

    private List<Incarnation> ReadNames()
    {
        var names = new List<Incarnation>();
        using var iterator = _database.NewIterator(_columns.Meta);
        for (iterator.Seek(IncarnationPrefix); iterator.Valid(); iterator.Next())
        {
            var key = iterator.GetKeySpan();
            if (!key.StartsWith(IncarnationPrefix))
                break;
            if (Incarnation.TryParse(Encoding.UTF8.GetString(key[IncarnationPrefix.Length..]), out var incarnation))
                names.Add(incarnation);
        }

        return names;
    }

    /// <summary>Merges the staged snapshot in, some keys a batch, in key order on both sides.</summary>
    private void Install(VectorClock snapshot, ReplicaState state)
    {
        var local = _state.Clock;
        foreach (var keys in KeysOf(_columns.Data, _columns.Staged).Chunk(InstallBatchKeys))
        {
            using var batch = new WriteBatch();
            foreach (var key in keys)
            {
                var staged = _database.Get(RecordCodec.KeyOf(key), _columns.Staged) is { } bytes
                    ? _codec.DecodeVersions(bytes)
                    : VersionSet.Empty;
                Put(batch, key, Read(key, null).Merge(local, staged, snapshot));
            }

            Write(batch);
        }

        using var last = new WriteBatch();
        DropStaged(last);
        last.Delete(InstallKey, _columns.Meta);
        last.Put(StateKey, RecordCodec.Encode(state), _columns.Meta);
        Write(last);
    }

    /// <summary>The keys of two column families, each once.</summary>
    private IEnumerable<Key> KeysOf(ColumnFamilyHandle left, ColumnFamilyHandle right)
    {
        using var a = _database.NewIterator(left);
        using var b = _database.NewIterator(right);
        a.SeekToFirst();
        b.SeekToFirst();
        while (a.Valid() || b.Valid())
        {
            var order = !a.Valid() ? 1 : !b.Valid() ? -1 : a.GetKeySpan().SequenceCompareTo(b.GetKeySpan());
            yield return RecordCodec.ReadKey(order <= 0 ? a.GetKeySpan() : b.GetKeySpan());
            if (order <= 0)
                a.Next();
            if (order >= 0)
                b.Next();
        }
    }

    private void Put(WriteBatch batch, ChangeSet changes)
    {
        if (changes.DropsStaged)
            DropStaged(batch);
        foreach (var (key, versions) in changes.Staged)
            batch.Put(RecordCodec.KeyOf(key), RecordCodec.Encode(versions), _columns.Staged);
        foreach (var (key, versions) in changes.Versions)
            Put(batch, key, versions);
        foreach (var update in changes.Log)
            batch.Put(RecordCodec.LogKey(update.Dot.Origin, update.Dot.Sequence), RecordCodec.Encode(update), _columns.Log);
        batch.Put(StateKey, RecordCodec.Encode(changes.State), _columns.Meta);
    }

    private void Put(WriteBatch batch, Key key, VersionSet versions)
    {
        if (versions.IsEmpty)
            batch.Delete(RecordCodec.KeyOf(key), _columns.Data);
        else
            batch.Put(RecordCodec.KeyOf(key), RecordCodec.Encode(versions), _columns.Data);
    }

    private void DropStaged(WriteBatch batch)
    {
        byte[] first = [byte.MinValue];
        byte[] last = [byte.MaxValue];
        batch.DeleteRange(first, (ulong)first.Length, last, (ulong)last.Length, _columns.Staged);
    }

    /// <summary>
    /// Makes sure that whoever reads a record can tell whose the bits in it are: the names go first, and the log of
    /// RocksDB keeps that order.
    /// </summary>
    private void AddNames(ReplicaState state, IEnumerable<Dot> dots)
    {
        foreach (var incarnation in state.Clock.Roster.Members.Concat(state.Members.Values).Concat(dots.Select(dot => dot.Origin)))
        {
            if (_names.Contains(incarnation))
                continue;
            using var batch = new WriteBatch();
            batch.Put([.. IncarnationPrefix, .. Encoding.UTF8.GetBytes(incarnation.ToString())], [], _columns.Meta);
            Write(batch);
            _names.Add(incarnation);
        }
    }

    private void Write(WriteBatch batch)
    {
        try
        {
            _database.Write(batch, _writeOptions);
        }
        catch (RocksDbException error)
        {
            throw new IOException($"The write to disk failed: {error.Message}", error);
        }
    }

    private RocksView NewView()
    {
        Enter();
        return new RocksView(this, _database.CreateSnapshot(), _uses.Exit);
    }

    private void Enter() => ObjectDisposedException.ThrowIf(!_uses.TryEnter(), this);
}
