using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using RocksDbSharp;

namespace AkkaGrid.KeyValue.Storage;

/// <summary>One cut of a <see cref="RocksStorage"/>, which several readers may share.</summary>
internal sealed class RocksView : IReplicaView
{
    private readonly RocksStorage _storage;
    private readonly Snapshot _snapshot;
    private readonly ReadOptions _options;
    private readonly UseCount _uses;
    private readonly Lazy<ReplicaState> _state;

    public RocksView(RocksStorage storage, Snapshot snapshot, Action released)
    {
        _storage = storage;
        _snapshot = snapshot;
        _options = new ReadOptions().SetSnapshot(snapshot);
        _state = new Lazy<ReplicaState>(() => storage.ReadState(_options));
        _uses = new UseCount(() =>
        {
            _snapshot.Dispose();
            released();
        });
    }

    public ReplicaState State => _state.Value;

    public VersionSet Read(Key key) => _storage.Read(key, _options);

    public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after)
    {
        var from = RecordCodec.KeyOf(keyspace, prefix);
        if (after is not null && RecordCodec.KeyOf(keyspace, after) is var behind && from.AsSpan().SequenceCompareTo(behind) <= 0)
            from = [.. behind, 0];
        return _storage.Scan(RecordCodec.KeyOf(keyspace, prefix), from, _options);
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
