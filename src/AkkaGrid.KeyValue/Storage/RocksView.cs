using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage.Rocks;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>
/// One cut of a replica's data, which several readers may share. It keeps the database open, which it was given
/// entered.
/// </summary>
internal sealed class RocksView : IReplicaView
{
    private readonly OpenDatabase _database;
    private readonly RecordCodec _records;
    private readonly StateCodec _states;
    private readonly RocksSnapshot _snapshot;
    private readonly UseCount _uses;
    private readonly Lazy<ReplicaState> _state;

    public RocksView(OpenDatabase database, RecordCodec records, StateCodec states)
    {
        _database = database;
        _records = records;
        _states = states;
        _snapshot = database.CreateSnapshot();
        _state = new Lazy<ReplicaState>(() => _states.Read(_database, _snapshot) ?? ReplicaState.Initial);
        _uses = new UseCount(() =>
        {
            _snapshot.Dispose();
            database.Exit();
        });
    }

    public ReplicaState State => _state.Value;

    public VersionSet Read(Key key) => _records.ReadVersions(_database, key, _snapshot);

    public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after)
    {
        var from = RecordKeys.KeyOf(keyspace, prefix);
        var start = from;
        if (after is not null
            && RecordKeys.KeyOf(keyspace, after) is var behind
            && from.AsSpan().SequenceCompareTo(behind) <= 0)
            start = [.. behind, 0];
        return Scan(from, start);
    }

    /// <summary>Reads a key, unless the view is closed.</summary>
    public bool TryRead(Key key, out VersionSet versions)
    {
        versions = VersionSet.Empty;
        if (!_uses.TryEnter())
            return false;
        try
        {
            versions = Read(key);
            return true;
        }
        finally
        {
            _uses.Exit();
        }
    }

    /// <summary>The same cut for one more reader; null where the view is closed.</summary>
    public IReplicaView? TryShare() => _uses.TryEnter() ? new Shared(this) : null;

    public void Dispose() => _uses.Close();

    private IEnumerable<KeyValuePair<Key, VersionSet>> Scan(byte[] prefix, byte[] start)
    {
        using var iterator = _database.NewIterator(_database.Columns.Data, _snapshot);
        for (iterator.Seek(start); _database.IsValid(iterator) && iterator.Key.StartsWith(prefix); iterator.Next())
            yield return KeyValuePair.Create(RecordKeys.ReadKey(iterator.Key), _records.DecodeVersions(iterator.Value));
    }

    private sealed class Shared(RocksView view) : IReplicaView
    {
        private int _isDisposed;

        public ReplicaState State => view.State;

        public VersionSet Read(Key key) => view.Read(key);

        public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after) =>
            view.Scan(keyspace, prefix, after);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
                view._uses.Exit();
        }
    }
}
