using System.Threading.Channels;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.KeyValue.Tests.Actors;

/// <summary>A disk in memory whose commits wait until the test lets them go.</summary>
internal sealed class TestDisk : IReplicaStorage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly DiskFullException Full = new(new IOException("No space left on device"));

    private readonly MemoryStorage _disk = new();
    private readonly ManualResetEventSlim _isOpen = new(initialState: true);
    private readonly Channel<ChangeSet> _begun = Channel.CreateUnbounded<ChangeSet>();

    /// <summary>Whether it takes no writes.</summary>
    public bool IsFull { get; set; }

    /// <summary>A key whose block is damaged.</summary>
    public Key? Damaged { get; set; }

    public ReplicaState State => _disk.State;

    /// <summary>Lets commits wait from now on.</summary>
    public void Hold() => _isOpen.Reset();

    /// <summary>Lets them go on.</summary>
    public void Release() => _isOpen.Set();

    /// <summary>The next commit that has begun and holds updates.</summary>
    public async Task<ChangeSet> NextCommitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await _begun.Reader.ReadAsync(patience.Token) is { Log.Count: > 0 } changes)
                return changes;
        }
    }

    public ReplicaState Load(Incarnation writer) => IsFull ? throw Full : _disk.Load(writer);

    public VersionSet Read(Key key)
    {
        if (key == Damaged)
            throw StorageException.DamagedRecord("a block is not what was written");
        return _disk.Read(key);
    }

    public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after) =>
        _disk.Scan(keyspace, prefix, after);

    public IReplicaView OpenView() => _disk.OpenView();

    public IEnumerable<Update> ReadLog(Incarnation origin, ulong first) => _disk.ReadLog(origin, first);

    public void Commit(ChangeSet changes)
    {
        _begun.Writer.TryWrite(changes);
        _isOpen.Wait(Patience);
        if (IsFull)
            throw Full;
        _disk.Commit(changes);
    }

    public ClockBases Bases => _disk.Bases;

    public ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state) =>
        _disk.InstallStaged(writer, installation, state);

    public long LogBytes => _disk.LogBytes;

    public long TombstoneCount => _disk.TombstoneCount;

    public IEnumerable<KeyValuePair<Dot, Key>> ReadTombstones(Incarnation origin, ulong after) =>
        _disk.ReadTombstones(origin, after);

    public void Checkpoint(string directory) => _disk.Checkpoint(directory);

    public void Dispose() => _isOpen.Set();
}
