using AkkaGrid.Core.KeyValue;
using AkkaGrid.Testing.Simulation.Steps;

namespace AkkaGrid.Testing.Simulation.Telling;

/// <summary>The calls of a story's clients.</summary>
public sealed class Traffic
{
    private readonly StoryDraft _draft;
    private readonly int _sessions;
    private readonly string[] _keys;
    private readonly Dictionary<int, Core.Causality.ReplicaId> _homes = [];
    private readonly RecordTraffic _records;

    /// <summary>Clients of few keys, so that writes meet.</summary>
    public Traffic(StoryDraft draft)
    {
        _draft = draft;
        _records = new RecordTraffic(draft);
        _sessions = Random.Next(2, 9);
        _keys = [.. Enumerable.Range(1, Random.Next(2, 9)).Select(number => $"key{number}")];
        draft.Keys = _keys;
    }

    private Random Random => _draft.Random;

    /// <summary>Calls that come one behind the other.</summary>
    public void AddStream(int calls, TimeSpan pace)
    {
        var at = _draft.Begin;
        for (var i = 0; i < calls; i++, at += Random.NextDouble() * 2 * pace)
            AddCall(at);
        _draft.End = at;
    }

    /// <summary>Calls that come several at a time, with pauses in between.</summary>
    public void AddBursts(int calls, TimeSpan longestPause)
    {
        var at = _draft.Begin;
        for (var left = calls; left > 0;)
        {
            for (var burst = Math.Min(left, Random.Next(1, 9));
                burst > 0;
                burst--, left--, at += _draft.Seconds(0, 0.05))
                AddCall(at);
            at += Random.NextDouble() * longestPause;
        }

        _draft.End = at;
    }

    private void AddCall(TimeSpan at)
    {
        _records.Add(at);
        var session = Random.Next(_sessions);
        if (_draft.OneIn(40) || !_homes.ContainsKey(session))
            _homes[session] = _draft.AnyNode();
        if (_draft.OneIn(50))
            _draft.Add(new HandOver(at, session, Random.Next(_sessions)));
        var act = AnyAct();
        var keys = act switch
        {
            Act.List => 0,
            Act.Batch or Act.Snapshot => Random.Next(2, 5),
            _ => 1,
        };
        var concern = Random.Next(10) switch
        {
            < 7 => WriteConcern.Local,
            < 9 => WriteConcern.Majority,
            _ => WriteConcern.All,
        };
        var node = _draft.OneIn(8) ? _draft.AnyNode() : _homes[session];
        _draft.Add(new Call(at, session, node, act, [.. Random.GetItems(_keys, keys).Distinct()], concern));
    }

    private Act AnyAct() => Random.Next(20) switch
    {
        < 4 => Act.Get,
        < 9 => Act.Put,
        < 13 => Act.Delete,
        < 15 => Act.Batch,
        < 17 => Act.Snapshot,
        17 => Act.List,
        _ => Act.PutIfMatch,
    };
}
