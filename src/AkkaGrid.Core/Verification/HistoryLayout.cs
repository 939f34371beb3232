namespace AkkaGrid.Core.Verification;

/// <summary>Lays a recording out as a <see cref="History"/>: nodes in lanes, their causes, their reads.</summary>
internal sealed class HistoryLayout(Recording recording, ReadSources sources)
{
    private readonly List<int> _laneStart = [];
    private readonly List<int> _laneOf = [];
    private readonly List<int> _operationOf = [];
    private readonly int[] _nodeOf = new int[recording.Count];
    private readonly int[] _chained = new int[recording.Count];

    /// <summary>The layout.</summary>
    public History Lay()
    {
        PlaceNodes();
        var (readStart, readKey, versionStart, source) = PlaceReads();
        var (causeStart, causes) = PlaceCauses(readStart, versionStart, source);
        return new History(recording, sources)
        {
            LaneStart = [.. _laneStart],
            LaneOf = [.. _laneOf],
            OperationOf = [.. _operationOf],
            NodeOf = _nodeOf,
            CauseStart = causeStart,
            Causes = causes,
            ReadStart = readStart,
            ReadKey = readKey,
            VersionStart = versionStart,
            Source = source,
        };
    }

    private void PlaceNodes()
    {
        var bySession = new List<int>[recording.Sessions.Count];
        for (var operation = 0; operation < recording.Count; operation++)
            (bySession[recording.Session[operation]] ??= []).Add(operation);

        Array.Fill(_nodeOf, -1);
        foreach (var operations in bySession)
        {
            OpenLane();
            foreach (var operation in operations)
            {
                if (recording.Outcome[operation] == Outcome.Ok)
                    PlaceNode(operation);
                _chained[operation] = _laneStart[^1] == _operationOf.Count ? -1 : _operationOf.Count - 1;
            }

            if (_laneStart[^1] == _operationOf.Count)
                _laneStart.RemoveAt(_laneStart.Count - 1);
        }

        for (var operation = 0; operation < recording.Count; operation++)
        {
            if (recording.Outcome[operation] != Outcome.Unknown || !Matters(operation))
                continue;
            OpenLane();
            PlaceNode(operation);
        }

        OpenLane();
    }

    private void OpenLane() => _laneStart.Add(_operationOf.Count);

    private void PlaceNode(int operation)
    {
        _nodeOf[operation] = _operationOf.Count;
        _operationOf.Add(operation);
        _laneOf.Add(_laneStart.Count - 1);
    }

    /// <summary>Whether somebody saw, or may have seen, what a write of unknown outcome wrote.</summary>
    private bool Matters(int operation)
    {
        for (var write = recording.WriteStart[operation]; write < recording.WriteStart[operation + 1]; write++)
        {
            if (sources.WriteIsSeen[write]
                || (recording.WriteValue[write] is null && MayBeMissed(recording.WriteKey[write])))
                return true;
        }

        return false;
    }

    private bool MayBeMissed(int key) => recording.Ranges.Count > 0 || sources.KeysWithUnnamedMisses.Contains(key);

    private (int[] ReadStart, int[] ReadKey, int[] VersionStart, int[] Source) PlaceReads()
    {
        var ranges = recording.Ranges.ToDictionary(range => range.Operation, range => range.Range);
        var keys = ranges.Count > 0 ? new KeyRanges(recording.Keys) : null;
        var readStart = new List<int>(_operationOf.Count + 1) { 0 };
        var readKey = new List<int>(recording.ReadKey.Count);
        var versionStart = new List<int>(recording.ReadKey.Count + 1) { 0 };
        var source = new List<int>(recording.Version.Count);
        foreach (var operation in _operationOf)
        {
            var first = recording.Outcome[operation] == Outcome.Ok
                ? recording.ReadStart[operation]
                : recording.ReadStart[operation + 1];
            for (var read = first; read < recording.ReadStart[operation + 1]; read++)
            {
                readKey.Add(recording.ReadKey[read]);
                for (var version = recording.VersionStart[read]; version < recording.VersionStart[read + 1]; version++)
                {
                    var write = sources.OfVersion[version];
                    source.Add(write < 0 ? write : _nodeOf[recording.WriteOperation[write]]);
                }

                versionStart.Add(source.Count);
            }

            if (ranges.TryGetValue(operation, out var range))
            {
                var named = readKey.Skip(readStart[^1]).ToHashSet();
                foreach (var key in keys!.In(range).Where(key => !named.Contains(key)))
                {
                    readKey.Add(key);
                    source.Add(ReadSources.Unnamed);
                    versionStart.Add(source.Count);
                }
            }

            readStart.Add(readKey.Count);
        }

        return ([.. readStart], [.. readKey], [.. versionStart], [.. source]);
    }

    private (int[] Start, int[] Causes) PlaceCauses(int[] readStart, int[] versionStart, int[] source)
    {
        var handedOver = HandedOver();
        var lastOfSessions = LastOfSessions();
        var start = new int[_operationOf.Count + 1];
        var causes = new List<int>(source.Length);
        for (var node = 0; node < _operationOf.Count; node++)
        {
            var operation = _operationOf[node];
            foreach (var cause in handedOver.GetValueOrDefault(node) ?? [])
                causes.Add(cause);
            if (recording.Outcome[operation] == Outcome.Unknown && _chained[operation] >= 0)
                causes.Add(_chained[operation]);
            if (recording.Finals.Contains(operation))
                causes.AddRange(lastOfSessions);
            for (var version = versionStart[readStart[node]]; version < versionStart[readStart[node + 1]]; version++)
            {
                if (source[version] >= 0)
                    causes.Add(source[version]);
            }

            start[node + 1] = causes.Count;
        }

        return (start, [.. causes]);
    }

    private Dictionary<int, List<int>> HandedOver()
    {
        var handedOver = new Dictionary<int, List<int>>();
        foreach (var (id, operation) in recording.HandOvers)
        {
            // What gave no answer gave no token either: the session's came from the answer before.
            var cause = _chained[recording.Ids[id]];
            if (cause < 0)
                continue;
            foreach (var node in ReceiversFrom(operation))
            {
                if (handedOver.TryGetValue(node, out var causes))
                    causes.Add(cause);
                else
                    handedOver.Add(node, [cause]);
            }
        }

        return handedOver;
    }

    /// <summary>
    /// Who has a token that was handed over for an operation: itself, and the next that was answered.
    /// </summary>
    private IEnumerable<int> ReceiversFrom(int operation)
    {
        if (_nodeOf[operation] >= 0)
            yield return _nodeOf[operation];
        if (recording.Outcome[operation] == Outcome.Ok)
            yield break;
        for (var next = operation + 1; next < recording.Count; next++)
        {
            if (recording.Session[next] == recording.Session[operation] && recording.Outcome[next] == Outcome.Ok)
            {
                yield return _nodeOf[next];
                yield break;
            }
        }
    }

    private List<int> LastOfSessions()
    {
        var last = new List<int>();
        for (var lane = 0; lane + 1 < _laneStart.Count; lane++)
        {
            var node = _laneStart[lane + 1] - 1;
            var operation = _operationOf[node];
            if (recording.Outcome[operation] == Outcome.Ok && !recording.Finals.Contains(operation))
                last.Add(node);
        }

        return last;
    }
}
