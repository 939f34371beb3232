namespace AkkaGrid.Core.Verification;

/// <summary>The writes of each key by lane, in the lanes' order: a run per key and lane.</summary>
internal sealed class WriteIndex
{
    /// <summary>No write.</summary>
    public const int None = -1;

    private readonly int[] _runsOfKey;
    private readonly int[] _runLane;
    private readonly int[] _runStart;
    private readonly int[] _nodes;
    private readonly int[] _positions;
    private readonly int[] _nextDelete;

    public WriteIndex(History history)
    {
        var recording = history.Recording;
        var writes = Enumerable.Range(0, recording.WriteKey.Count)
            .Where(write => history.NodeOf[recording.WriteOperation[write]] >= 0)
            .ToArray();
        _nodes = [.. writes.Select(write => history.NodeOf[recording.WriteOperation[write]])];
        var places = Array.ConvertAll(writes, write =>
            ((long)recording.WriteKey[write] << 32) | (uint)history.NodeOf[recording.WriteOperation[write]]);
        Array.Sort((long[])places.Clone(), writes);
        Array.Sort(places, _nodes);
        _positions = Array.ConvertAll(_nodes, history.PositionOf);
        _runsOfKey = new int[recording.Keys.Count + 1];
        var (runLane, runStart) = (new List<int>(), new List<int>());
        for (var i = 0; i < writes.Length; i++)
        {
            var (key, lane) = (recording.WriteKey[writes[i]], history.LaneOf[_nodes[i]]);
            if (i > 0 && key == recording.WriteKey[writes[i - 1]] && lane == runLane[^1])
                continue;
            runLane.Add(lane);
            runStart.Add(i);
            _runsOfKey[key + 1] = runLane.Count;
        }

        for (var key = 0; key < recording.Keys.Count; key++)
            _runsOfKey[key + 1] = Math.Max(_runsOfKey[key + 1], _runsOfKey[key]);
        runStart.Add(writes.Length);
        (_runLane, _runStart) = ([.. runLane], [.. runStart]);
        _nextDelete = new int[writes.Length];
        for (var run = 0; run < _runLane.Length; run++)
        {
            var next = None;
            for (var i = _runStart[run + 1] - 1; i >= _runStart[run]; i--)
                _nextDelete[i] = next = recording.WriteValue[writes[i]] is null ? i : next;
        }
    }

    /// <summary>The first run of a key; its runs go on up to that of the next key.</summary>
    public int FirstRun(int key) => _runsOfKey[key];

    /// <summary>The lane of a run.</summary>
    public int LaneOf(int run) => _runLane[run];

    /// <summary>The node of a write.</summary>
    public int NodeOf(int write) => _nodes[write];

    /// <summary>Whether a write is a delete.</summary>
    public bool IsDelete(int write) => _nextDelete[write] == write;

    /// <summary>The last write of a run among the first so many nodes of its lane, or <see cref="None"/>.</summary>
    public int LastAmong(int run, int nodes)
    {
        var (low, high) = (_runStart[run], _runStart[run + 1]);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_positions[middle] < nodes)
                low = middle + 1;
            else
                high = middle;
        }

        return low == _runStart[run] ? None : low - 1;
    }

    /// <summary>The first delete of a run behind a write, or <see cref="None"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="write">A write of the run, or <see cref="None"/> for the first of all.</param>
    public int DeleteBehind(int run, int write)
    {
        var next = write == None ? _runStart[run] : write + 1;
        return next < _runStart[run + 1] ? _nextDelete[next] : None;
    }
}
