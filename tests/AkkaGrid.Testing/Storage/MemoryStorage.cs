using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Testing.Storage;

/// <summary>A disk in memory, for tests and the simulator. It outlives the replicas that open it.</summary>
public sealed class MemoryStorage : IReplicaStorage
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<Incarnation, ImmutableSortedDictionary<ulong, Update>> _log =
        ImmutableDictionary<Incarnation, ImmutableSortedDictionary<ulong, Update>>.Empty;
    private ImmutableSortedSet<(Dot Dot, Key Key)> _tombstones = [];
    private ImmutableSortedDictionary<Key, VersionSet> _data = ImmutableSortedDictionary<Key, VersionSet>.Empty;
    private ImmutableSortedDictionary<Key, VersionSet> _staged = ImmutableSortedDictionary<Key, VersionSet>.Empty;
    private ImmutableDictionary<ulong, ClockBase> _storedBases = ImmutableDictionary<ulong, ClockBase>.Empty;
    private Incarnation _writer;
    private ReplicaState _state = ReplicaState.Initial;

    /// <summary>Whether the disk refuses to write from now on.</summary>
    public bool IsFull { get; set; }

    /// <summary>A key whose record is damaged; null for none.</summary>
    public Key? Damaged { get; set; }

    public ReplicaState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>The clock bases that the process knows. Those that a record has ever named outlive it.</summary>
    public ClockBases Bases { get; private set; } = new();

    public long LogBytes
    {
        get
        {
            lock (_gate)
                return _log.Values.Sum(log => log.Values.Sum(update => (long)update.Bytes));
        }
    }

    public long TombstoneCount
    {
        get
        {
            lock (_gate)
                return _tombstones.Count;
        }
    }

    public ReplicaState Load(Incarnation writer)
    {
        lock (_gate)
        {
            _writer = writer;
            ThrowIfRefused(writer);
            return _state;
        }
    }

    public VersionSet Read(Key key)
    {
        if (key == Damaged)
            throw new IOException("A block is not what was written");
        lock (_gate)
            return _data.GetValueOrDefault(key, VersionSet.Empty);
    }

    public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after)
    {
        using var view = OpenView();
        return view.Scan(keyspace, prefix, after).ToList();
    }

    public IReplicaView OpenView()
    {
        lock (_gate)
            return new View(_state, _data);
    }

    public IEnumerable<Update> ReadLog(Incarnation origin, ulong first)
    {
        for (var sequence = first; ; sequence++)
        {
            Update? update;
            lock (_gate)
                update = LogOf(origin).GetValueOrDefault(sequence);
            if (update is null)
                yield break;
            yield return update;
        }
    }

    /// <summary>A disk that holds the same.</summary>
    public MemoryStorage Clone()
    {
        var clone = new MemoryStorage();
        clone.Restore(Save());
        return clone;
    }

    public IEnumerable<KeyValuePair<Dot, Key>> ReadTombstones(Incarnation origin, ulong after)
    {
        lock (_gate)
            return [.. _tombstones.Where(entry => entry.Dot.Origin == origin && entry.Dot.Sequence > after)
                .Select(entry => KeyValuePair.Create(entry.Dot, entry.Key))];
    }

    public void Commit(ChangeSet changes)
    {
        lock (_gate)
        {
            ThrowIfRefused(changes.Writer);
            foreach (var (dot, key) in changes.Swept)
                _tombstones = _tombstones.Remove((dot, key));
            Index(changes.Versions);
            Store(changes.Versions.Concat(changes.Staged));
            Store([.. ClocksOf(changes.State), .. changes.Log.Select(update => update.Dependencies)]);
            foreach (var update in changes.Log)
                _log = _log.SetItem(update.Dot.Origin, LogOf(update.Dot.Origin).SetItem(update.Dot.Sequence, update));
            _data = _data
                .SetItems(changes.Versions)
                .RemoveRange(changes.Versions.Where(item => item.Value.IsEmpty).Select(item => item.Key));
            if (changes.DropsStaged)
                _staged = _staged.Clear();
            foreach (var (key, versions) in changes.Staged)
                _staged = _staged.SetItem(
                    key,
                    VersionSet.Of(_staged.GetValueOrDefault(key, VersionSet.Empty).Versions.Concat(versions.Versions)));
            if (!changes.State.LogHorizon.Equals(_state.LogHorizon))
            {
                foreach (var last in changes.State.LogHorizon.Beyond(_state.LogHorizon))
                    Cut(last.Origin, last.Sequence);
            }

            _state = changes.State;
        }
    }

    public ReplicaState InstallStaged(Incarnation writer, Installation installation, ReplicaState state)
    {
        lock (_gate)
        {
            ThrowIfRefused(writer);
            var merge = installation.Begin(installation.Last);
            var digest = new ContentDigest.Builder(state.Digest);
            var (merged, changed) = (_data, new List<KeyValuePair<Key, VersionSet>>());
            foreach (var key in _data.Keys.Union(_staged.Keys).Where(installation.Holds).Order())
            {
                var before = _data.GetValueOrDefault(key, VersionSet.Empty);
                var after = merge.Merge(before, _staged.GetValueOrDefault(key, VersionSet.Empty));
                if (after.Equals(before))
                    continue;
                changed.Add(KeyValuePair.Create(key, after));
                if (digest.Replace(key, before, after) && installation.IsRepair)
                    installation.Repairs.Add(key);
                merged = after.IsEmpty ? merged.Remove(key) : merged.SetItem(key, after);
            }

            var result = Installation.After(state, merge.Merged, digest.Digest);
            foreach (var last in result.LogHorizon.Beyond(_state.LogHorizon))
                Cut(last.Origin, last.Sequence);
            (_data, _staged, _state) = (merged, _staged.Clear(), result);
            Index(changed);
            Store(changed);
            Store(ClocksOf(result));
            return result;
        }
    }

    public void Checkpoint(string directory) => throw new IOException("A disk in memory has no files to copy");

    /// <summary>Forgets the log of an origin up to a sequence, as log collection does.</summary>
    public void Trim(Incarnation origin, ulong upTo)
    {
        lock (_gate)
            Cut(origin, upTo);
    }

    /// <summary>All that is on the disk now, to go back to.</summary>
    public Image Save()
    {
        lock (_gate)
            return new Image(_state, _data, _staged, _log, _tombstones, _storedBases);
    }

    /// <summary>Goes back to what was on the disk once; with <see cref="Image.Empty"/> it is a new one.</summary>
    public void Restore(Image image)
    {
        lock (_gate)
        {
            (_state, _data, _staged, _log, _tombstones) =
                (image.State, image.Data, image.Staged, image.Log, image.Tombstones);
            _storedBases = image.Bases;
        }

        EndProcess();
    }

    /// <summary>The process that has the disk open ends, and with it what it knows besides.</summary>
    public void EndProcess()
    {
        lock (_gate)
        {
            Bases = new ClockBases();
            foreach (var stored in _storedBases.Values)
                Bases.Add(stored);
        }
    }

    public void Dispose()
    {
    }

    private ImmutableSortedDictionary<ulong, Update> LogOf(Incarnation origin) =>
        _log.GetValueOrDefault(origin, ImmutableSortedDictionary<ulong, Update>.Empty);

    private void Cut(Incarnation origin, ulong upTo) =>
        _log = _log.SetItem(
            origin, LogOf(origin).RemoveRange(LogOf(origin).Keys.TakeWhile(sequence => sequence <= upTo)));

    private void Index(IEnumerable<KeyValuePair<Key, VersionSet>> items)
    {
        foreach (var (key, versions) in items)
        {
            foreach (var version in versions.Versions.Where(version => version.Value is null))
                _tombstones = _tombstones.Add((version.Dot, key));
        }
    }

    private static IEnumerable<VectorClock> ClocksOf(ReplicaState state) =>
        [state.Clock, state.Horizon, state.LogHorizon];

    private void Store(IEnumerable<KeyValuePair<Key, VersionSet>> items) =>
        Store(items.SelectMany(item => item.Value.Versions).Select(version => version.Dependencies));

    /// <summary>The bases that records name are written with them.</summary>
    private void Store(IEnumerable<VectorClock> clocks)
    {
        foreach (var clock in clocks)
        {
            if (!clock.Base.IsEmpty && !_storedBases.ContainsKey(clock.Base.Name))
                _storedBases = _storedBases.Add(clock.Base.Name, Bases.Add(clock.Base));
        }
    }

    private void ThrowIfRefused(Incarnation writer)
    {
        if (writer != _writer)
            throw new InvalidOperationException($"{_writer} is the writer now, not {writer}");
        if (IsFull)
            throw new IOException("No space left on device");
    }

    private sealed class View(ReplicaState state, ImmutableSortedDictionary<Key, VersionSet> data) : IReplicaView
    {
        public ReplicaState State => state;

        public VersionSet Read(Key key) => data.GetValueOrDefault(key, VersionSet.Empty);

        public IEnumerable<KeyValuePair<Key, VersionSet>> Scan(Keyspace keyspace, string prefix, string? after) =>
            data.Where(item => item.Key.Keyspace == keyspace
                && item.Key.Name.StartsWith(prefix, StringComparison.Ordinal)
                && (after is null || item.Key.CompareTo(Key.Create(keyspace, after)) > 0));

        public void Dispose()
        {
        }
    }

    /// <summary>What was on a disk at one moment.</summary>
    public sealed record Image(
        ReplicaState State,
        ImmutableSortedDictionary<Key, VersionSet> Data,
        ImmutableSortedDictionary<Key, VersionSet> Staged,
        ImmutableDictionary<Incarnation, ImmutableSortedDictionary<ulong, Update>> Log,
        ImmutableSortedSet<(Dot Dot, Key Key)> Tombstones,
        ImmutableDictionary<ulong, ClockBase> Bases)
    {
        public static readonly Image Empty = new MemoryStorage().Save();
    }
}
