using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue;

/// <summary>
/// A random story of a few replicas: writes, cuts, restarts, lost, restored and copied disks, retirements, and a
/// network that loses, doubles and reorders. After each step the content of every replica is what the writes that it
/// covers say; in the end all are alike.
/// </summary>
internal sealed class RandomStory
{
    private readonly Random _random;
    private readonly VirtualNetwork _network;
    private readonly string[] _names;
    private readonly string[] _keys;
    private readonly Dictionary<Dot, Write> _writes = [];
    private readonly List<(string Name, MemoryStorage Disk)> _backups = [];

    // The disks that have a write and were neither lost nor replaced since.
    private readonly Dictionary<Dot, HashSet<MemoryStorage>> _soundDisks = [];

    public RandomStory(int seed)
    {
        _random = new Random(seed);
        _names = [.. new[] { "a", "b", "c", "d" }.Take(_random.Next(2, 5))];
        _keys = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => $"k{i}")];
        _network = new VirtualNetwork(seed, Options(), _names);
        if (_random.Next(2) == 0)
            (_network.Loss, _network.Duplication, _network.Reorders) =
                (_random.NextDouble() * 0.3, _random.NextDouble() * 0.3, true);
    }

    private sealed record Write(IReadOnlyDictionary<string, string?> Changes, VectorClock Dependencies);

    /// <summary>What happened so far, to be read when the story fails.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Plays the story to its end.</summary>
    public void Play()
    {
        for (var steps = _random.Next(10, 60); steps > 0; steps--)
        {
            Step(steps);
            NoteSoundDisks();
            AssertContent();
        }

        End();
    }

    private ReplicaOptions Options() => new()
    {
        ExpectedReplicas = _names.Length,
        LogTrimTicks = 1,
        LogRetention = TimeSpan.FromMilliseconds(_random.Next(1, 200)),
        SnapshotAfter = (ulong)_random.Next(2, 50),
        RepairTimeoutTicks = 4,
        BaseTicks = 2,
        SweepBatch = _random.Next(1, 20),
        Stash = new StashLimits(_random.Next(2, 100), 100_000),
        BatchUpdates = _random.Next(1, 10),
        BatchBytes = _random.Next(100, 2_000),
        PullBytes = _random.Next(100, 5_000),
    };

    private void Step(int number)
    {
        switch (_random.Next(17))
        {
            case < 6:
                Put(AnyName(), $"v{number}");
                break;
            case < 8:
                var ticks = _random.Next(1, 12);
                Tell($"run {ticks}");
                _network.Run(ticks);
                break;
            case 8:
                Tell("some messages arrive");
                _network.Tick();
                for (var i = _random.Next(20); i > 0; i--)
                    _network.Step();
                break;
            case 9:
                Cut(AnyName(), AnyName());
                break;
            case 10:
                Tell("heal");
                _network.HealAll();
                break;
            case 11:
                Restart(AnyName());
                break;
            case 12 when _random.Next(2) == 0:
                Replace(AnyName(), "loses its disk", new MemoryStorage());
                break;
            case 13:
                var saved = AnyName();
                Tell($"backup {_backups.Count} of {saved}");
                _backups.Add((saved, _network[saved].Disk.Clone()));
                break;
            case 14 when _backups.Count > 0:
                var chosen = _random.Next(_backups.Count);
                var (owner, disk) = _backups[chosen];
                Replace(_random.Next(4) == 0 ? AnyName() : owner, $"restores backup {chosen}", disk.Clone());
                break;
            case 15:
                Retire(AnyName(), AnyName());
                break;
            case 16:
                _network.Advance(TimeSpan.FromSeconds(_random.Next(-5, 20)));
                break;
        }
    }

    private string AnyName() => _names[_random.Next(_names.Length)];

    private void Tell(string what) => Log.Add(what);

    private void Put(string name, string value)
    {
        var replica = _network[name];
        if (!replica.Core.IsAdmitted)
            return;
        var changes = _keys.Where(_ => _random.Next(2) == 0).DefaultIfEmpty(_keys[0])
            .ToDictionary(key => key, _ => _random.Next(3) == 0 ? null : value);
        var dependencies = replica.Core.Delivered;
        var dot = replica.Write(
            WriteConcern.Local,
            _network.Now.AddSeconds(_random.Next(-5, 5)),
            [.. changes.Select(change => (change.Key, change.Value))]);
        Tell($"{name} writes "
            + $"{string.Join(", ", changes.Select(change => $"{change.Key}={change.Value ?? "deleted"}"))} as {dot}");
        _writes[dot] = new Write(changes, dependencies);
        _soundDisks[dot] = [replica.Disk];
    }

    private void Cut(string one, string other)
    {
        if (one == other)
            return;
        var isOneWay = _random.Next(3) == 0;
        Tell($"cut {one} {(isOneWay ? "to" : "and")} {other}");
        _network.Cut(one, other);
        if (!isOneWay)
            _network.Cut(other, one);
    }

    private void Restart(string name)
    {
        Tell($"restart {name}");
        _network.Restart(name);
    }

    private void Replace(string name, string how, MemoryStorage disk)
    {
        Tell($"{name} {how}");
        foreach (var sound in _soundDisks.Values)
            sound.Remove(_network[name].Disk);
        _network.Restore(name, disk);
    }

    private void Retire(string asked, string name)
    {
        Tell($"{asked} retires {name}");
        _network[asked].Retire(name, isForced: true);
    }

    private void NoteSoundDisks()
    {
        foreach (var disk in _network.Replicas.Values.Select(replica => replica.Disk))
        {
            foreach (var (dot, disks) in _soundDisks)
            {
                if (disk.State.Clock.Covers(dot))
                    disks.Add(disk);
            }
        }
    }

    /// <summary>
    /// A replica that covers a write covers its causes, and holds exactly those live versions that no write that it
    /// covers knew.
    /// </summary>
    private void AssertContent()
    {
        foreach (var replica in _network.Replicas.Values)
        {
            var clock = replica.Disk.State.Clock;
            var covered = _writes.Where(write => clock.Covers(write.Key)).ToList();
            Assert.All(covered, write =>
                Assert.True(clock.Covers(write.Value.Dependencies), $"{replica.Name} lacks causes of {write.Key}"));
            foreach (var key in _keys)
            {
                var writes = covered.Where(write => write.Value.Changes.ContainsKey(key)).ToList();
                var expected = writes
                    .Where(write => write.Value.Changes[key] is not null
                        && !writes.Any(other => other.Value.Dependencies.Covers(write.Key)))
                    .Select(write => write.Key);
                var held = replica.Read(key).Versions.Where(version => version.Value is not null).ToList();
                Assert.Equal(expected.Order(), held.Select(version => version.Identity).Order());
                Assert.All(held, version => Assert.Equal(_writes[version.Identity].Changes[key], version.Text()));
            }
        }
    }

    private void End()
    {
        Tell("the end");
        _network.HealAll();
        (_network.Loss, _network.Duplication, _network.Reorders) = (0, 0, false);
        for (var ticks = 0; ticks < 300 && !_network.HasConverged(); ticks++)
            _network.Run(1);
        _network.Run(60);
        NoteSoundDisks();
        Log.AddRange(_network.Replicas.Values.Select(Describe));
        AssertContent();
        _network.AssertSameLiveContent();
        foreach (var (dot, disks) in _soundDisks.Where(write =>
            _network.Replicas.Values.Any(replica => write.Value.Contains(replica.Disk))))
            Assert.All(
                _network.Replicas.Values,
                replica => Assert.True(replica.Disk.State.Clock.Covers(dot), $"{replica.Name} has lost {dot}"));
        foreach (var replica in _network.Replicas.Values)
            Assert.All(_keys, key => AssertCollected(replica.Read(key)));
        Assert.All(
            _network.Replicas.Values,
            replica => Assert.InRange(replica.Disk.State.Clock.Roster.Count, 0, 3 * _names.Length));
        AssertQuiet();
    }

    private static string Describe(VirtualReplica replica) =>
        $"{replica.Self}: blocked by {replica.Core.Status().BlockedBy?.Value ?? "nobody"}, stable "
        + $"{replica.Core.Status().Stable}, horizon {replica.Disk.State.Horizon}, set "
        + $"{string.Join(" ", replica.Disk.State.Set.Members)}\n{replica.Content()}";

    /// <summary>A tombstone may stay only where a live version is less than it.</summary>
    private static void AssertCollected(VersionSet versions) => Assert.True(
        versions.Versions.All(version => version.Value is not null
            || versions.Versions.Any(other => other.Value is not null && other.CompareTo(version) < 0)),
        $"not collected: {string.Join(" | ", versions.Versions)}");

    private void AssertQuiet()
    {
        var before = Exchanged();
        _network.Run(30);
        Assert.Equal(before, Exchanged());

        int Exchanged() => _network.Sent.GetValueOrDefault(typeof(SnapshotRequest))
            + _network.Sent.GetValueOrDefault(typeof(PullRequest))
            + _network.Sent.GetValueOrDefault(typeof(BaseRequest));
    }
}
