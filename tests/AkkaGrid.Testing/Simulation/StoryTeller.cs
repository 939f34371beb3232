using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation;

/// <summary>Makes up stories: the same one from the same seed.</summary>
public sealed class StoryTeller
{
    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(1);

    private readonly Random _random;
    private readonly int _seed;
    private readonly List<ReplicaId> _replicas;
    private readonly List<Step> _steps = [];
    private readonly TimeSpan _pace = TimeSpan.FromMilliseconds(4);
    private readonly TimeSpan _end;
    private readonly int _sessions;
    private readonly string[] _keys;

    private StoryTeller(int seed, int calls)
    {
        _seed = seed;
        _random = new Random(seed);
        _replicas = [.. Enumerable.Range(1, _random.Next(3, 6)).Select(number => ReplicaId.Create($"node{number}"))];
        _sessions = _random.Next(5, 13);
        _keys = [.. Enumerable.Range(1, _random.Next(4, 30)).Select(number => $"key{number:00}")];
        _end = Begin + (calls * _pace);
    }

    /// <summary>Makes up a story of so many calls.</summary>
    public static Story Tell(int seed, int calls) => new StoryTeller(seed, calls).Tell();

    private Story Tell()
    {
        var (founders, options, syncsAtOnce) = (_replicas.ToList(), Options(), _random.Next(4) > 0);
        AddWeather();
        AddClocks();
        AddFaults();
        AddLosses(syncsAtOnce);
        AddRetirements();
        AddJoins();
        AddCalls();
        AddLinks();
        return new Story(_seed, founders, options, syncsAtOnce, [.. _steps.OrderBy(step => step.At)]);
    }

    private ReplicaOptions Options() => new()
    {
        ExpectedReplicas = _replicas.Count,
        Stash = _random.Next(2) == 0 ? StashLimits.Default : new StashLimits(8, 4_000),
        BatchUpdates = _random.Next(1, 6),
        BatchBytes = _random.Next(200, 2_000),
        PullBytes = _random.Next(500, 4_000),
        PushWindow = (ulong)_random.Next(5, 200),
        SnapshotAfter = (ulong)_random.Next(20, 400),
        RepairTimeoutTicks = _random.Next(3, 10),
        LogRetention = Seconds(0.5, 20),
        LogRetentionBytes = _random.Next(2_000, 200_000),
        LogTrimTicks = _random.Next(1, 10),
        SweepBatch = _random.Next(1, 20),
        RestateBatch = _random.Next(1, 20),
    };

    private void AddWeather()
    {
        for (var at = TimeSpan.Zero; at < _end; at += Seconds(1, 8))
        {
            var weather = _random.Next(3) == 0
                ? Weather.Fair
                : new Weather(_random.NextDouble() * 0.3, _random.NextDouble() * 0.3, _random.NextDouble() * 0.3);
            _steps.Add(new Forecast(at, weather));
        }
    }

    private void AddClocks()
    {
        foreach (var replica in _replicas)
            _steps.Add(new SetClock(TimeSpan.Zero, replica, Seconds(-90, 90)));
        for (var count = _random.Next(3); count > 0; count--)
            _steps.Add(new SetClock(Moment(), AnyReplica(), Seconds(-300, 300)));
    }

    private void AddFaults()
    {
        for (var at = Begin; at < _end; at += Seconds(0.2, 4))
        {
            if (_random.Next(6) == 0)
                AddCrashAtWork(at);
            _steps.Add(_random.Next(12) switch
            {
                < 3 => new Cut(at, AnyReplica(), AnyReplica(), Seconds(0.1, 3)),
                < 6 => new Partition(at, Side(), Seconds(0.1, 3)),
                < 9 => new Crash(at, AnyReplica(), Seconds(0.05, 2), _random.Next(3), LosesPower: false),
                9 => new FillDisk(at, AnyReplica(), Seconds(0.1, 3)),
                _ => new SlowDisk(at, AnyReplica(), Seconds(0.1, 3), Seconds(0.01, 0.3)),
            });
        }
    }

    /// <summary>A crash in the middle of a slow write to disk, of a replica that the others may not hear.</summary>
    private void AddCrashAtWork(TimeSpan at)
    {
        var replica = AnyReplica();
        _steps.Add(new SlowDisk(at, replica, Seconds(0.5, 1), Seconds(0.1, 0.5)));
        if (_random.Next(2) == 0)
            _steps.Add(new Partition(at, [replica], Seconds(0.5, 1)));
        _steps.Add(new Crash(at + Seconds(0.2, 0.5), replica, Seconds(0.05, 2), _random.Next(3), LosesPower: false));
    }

    /// <summary>In most stories no disk loses anything, so that nothing may be missing in the end.</summary>
    private void AddLosses(bool syncsAtOnce)
    {
        if (_random.Next(5) < 3)
            return;
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            var at = Moment();
            _steps.Add(_random.Next(syncsAtOnce ? 2 : 3) switch
            {
                0 => new LoseDisk(at, AnyReplica(), Seconds(0.05, 2)),
                1 => new RestoreBackup(at, AnyReplica(), Seconds(0, 5), Seconds(0.05, 2)),
                _ => new Crash(at, AnyReplica(), Seconds(0.05, 2), _random.Next(3), LosesPower: true),
            });
        }
    }

    /// <summary>A replica is gone for long, and is retired meanwhile; it comes back as one that the set has given up.</summary>
    private void AddRetirements()
    {
        if (_random.Next(4) > 0)
            return;
        var (at, leaver) = (Moment(), AnyReplica());
        _steps.Add(_random.Next(3) == 0
            ? new Partition(at, [leaver], Seconds(3, 6))
            : new Crash(at, leaver, Seconds(3, 6), _random.Next(3), LosesPower: false));
        for (var count = _random.Next(1, 3); count > 0; count--)
            _steps.Add(new Retire(at + Seconds(1, 3), AnyReplica(), leaver, IsForced: _random.Next(8) == 0));
    }

    private void AddJoins()
    {
        if (_random.Next(4) > 0)
            return;
        var joining = ReplicaId.Create($"node{_replicas.Count + 1}");
        _steps.Add(new Join(Moment(), joining));
        _replicas.Add(joining);
    }

    private void AddCalls()
    {
        var homes = Enumerable.Range(0, _sessions).Select(_ => AnyReplica()).ToArray();
        for (var at = Begin; at < _end; at += _random.NextDouble() * 2 * _pace)
        {
            var session = _random.Next(_sessions);
            if (_random.Next(40) == 0)
                homes[session] = AnyReplica();
            if (_random.Next(60) == 0)
                _steps.Add(new HandOver(at, session, _random.Next(_sessions)));
            _steps.Add(AnyCall(at, session, _random.Next(10) == 0 ? AnyReplica() : homes[session]));
        }
    }

    /// <summary>In some stories the lab acts on links.</summary>
    private void AddLinks()
    {
        if (_random.Next(4) > 0)
            return;
        for (var count = _random.Next(1, 8); count > 0; count--)
        {
            var ends = _random.GetItems(_replicas.ToArray(), 2);
            if (ends[0] == ends[1])
                continue;
            var mode = (LinkMode)_random.Next((int)LinkMode.Hold, (int)LinkMode.Duplicate + 1);
            var link = new Link(ends[0], ends[1], mode, Seconds(0.01, 2), _random.NextDouble());
            _steps.Add(new ChangeLink(Moment(), link, Seconds(0.2, 4)));
        }
    }

    private Call AnyCall(TimeSpan at, int session, ReplicaId replica)
    {
        var act = _random.Next(20) switch
        {
            < 6 => Act.Get,
            < 11 => Act.Put,
            11 => Act.Delete,
            < 14 => Act.Batch,
            < 17 => Act.Snapshot,
            17 => Act.List,
            _ => Act.PutIfMatch,
        };
        var keys = act switch
        {
            Act.List => 0,
            Act.Batch or Act.Snapshot => _random.Next(2, 5),
            _ => 1,
        };
        var concern = _random.Next(10) switch
        {
            < 8 => WriteConcern.Local,
            8 => WriteConcern.Majority,
            _ => WriteConcern.All,
        };
        return new Call(at, session, replica, act, [.. _random.GetItems(_keys, keys).Distinct()], concern);
    }

    private ReplicaId AnyReplica() => _replicas[_random.Next(_replicas.Count)];

    private List<ReplicaId> Side() => [.. _replicas.Where(_ => _random.Next(2) == 0)];

    private TimeSpan Moment() => Begin + (_random.NextDouble() * (_end - Begin));

    private TimeSpan Seconds(double least, double most) =>
        TimeSpan.FromMilliseconds(Math.Round(1_000 * (least + (_random.NextDouble() * (most - least)))));
}
