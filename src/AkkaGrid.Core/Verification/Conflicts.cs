namespace AkkaGrid.Core.Verification;

/// <summary>
/// The conflict order CF: which writes of a key come before the one that a read preferred to them. Per write that was
/// read and lane only the last one is kept; the lane's order has the rest.
/// </summary>
internal sealed class Conflicts
{
    private readonly History _history;
    private readonly int[] _rowOf;
    private readonly int[] _lastBefore;

    public Conflicts(History history)
    {
        _history = history;
        _rowOf = new int[history.Operations];
        var rows = 0;
        var recording = history.Recording;
        for (var node = 0; node < history.Operations; node++)
        {
            var operation = history.OperationOf[node];
            _rowOf[node] = recording.WriteStart[operation] < recording.WriteStart[operation + 1] ? rows++ : -1;
        }

        _lastBefore = new int[rows * history.Lanes];
    }

    /// <summary>Notes that a write comes before another.</summary>
    public void Add(int write, int before)
    {
        ref var last = ref _lastBefore[(_rowOf[write] * _history.Lanes) + _history.LaneOf[before]];
        last = Math.Max(last, _history.PositionOf(before) + 1);
    }

    /// <summary>The next node that comes before one, by lanes; <see cref="Precedence.End"/> behind the last.</summary>
    public int NextBefore(int node, ref int lane)
    {
        for (; _rowOf[node] >= 0 && lane < _history.Lanes; lane++)
        {
            if (_lastBefore[(_rowOf[node] * _history.Lanes) + lane] is > 0 and var count)
                return _history.LaneStart[lane++] + count - 1;
        }

        return Precedence.End;
    }

    /// <summary>Whether a node is the last of its lane that comes before a write by conflict.</summary>
    public bool Has(int before, int write) =>
        _rowOf[write] >= 0
        && _lastBefore[(_rowOf[write] * _history.Lanes) + _history.LaneOf[before]] == _history.PositionOf(before) + 1;
}
