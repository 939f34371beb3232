namespace AkkaGrid.Core.Verification;

/// <summary>Collects the operations of a history, each session's in its order.</summary>
public sealed class HistoryBuilder
{
    private readonly Recording _recording = new();
    private readonly Dictionary<(int Key, string Value), int> _writes = [];
    private readonly Dictionary<int, int> _ordinals = [];
    private readonly HashSet<string> _keysOfOne = new(StringComparer.Ordinal);

    /// <summary>Adds an operation.</summary>
    /// <exception cref="HistoryException">
    /// It cannot be: a value was written to its key before, an id is taken, or it names a key twice. It is then not
    /// added.
    /// </exception>
    public void Add(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Check(operation);
        var number = _recording.Count;
        // A final read is no act of the session that happens to have the replica's name.
        var session = _recording.Sessions.NumberOf(
            operation.IsFinal ? $"final read of {operation.Session}" : operation.Session);
        _recording.Session.Add(session);
        _recording.Ordinal.Add(_ordinals[session] = _ordinals.GetValueOrDefault(session) + 1);
        _recording.Line.Add(operation.Line);
        _recording.Outcome.Add(operation.Outcome);
        _recording.Dot.Add(operation.Dot);
        if (operation.Id is not null)
            _recording.Ids.Add(operation.Id, number);
        foreach (var before in operation.After)
            _recording.HandOvers.Add((before, number));
        if (operation.Range is not null)
            _recording.Ranges.Add((number, operation.Range));
        if (operation.IsFinal)
            _recording.Finals.Add(number);
        AddReads(operation.Reads);
        AddWrites(number, operation.Writes);
    }

    /// <summary>The history of all that was added.</summary>
    /// <exception cref="HistoryException">A token was handed over by an operation that there is not.</exception>
    public History Build()
    {
        var unknown = _recording.HandOvers.FirstOrDefault(handOver => !_recording.Ids.ContainsKey(handOver.Before));
        if (unknown.Before is not null)
        {
            throw new HistoryException(
                $"it follows operation '{unknown.Before}', and there is none of this id",
                _recording.Line[unknown.After]);
        }

        return new HistoryLayout(_recording, new ReadSources(_recording, _writes)).Lay();
    }

    private void Check(Operation operation)
    {
        if (operation.Id is not null && _recording.Ids.TryGetValue(operation.Id, out var other))
            throw new HistoryException($"the id '{operation.Id}' is taken by {Place(other)}", operation.Line);
        CheckKeys(operation, operation.Reads.Select(read => read.Key));
        CheckKeys(operation, operation.Writes.Select(write => write.Key));
        if (operation.Reads.FirstOrDefault(read => read.Versions.Count == 0) is { } empty)
            throw new HistoryException(
                $"its read of '{empty.Key}' has no version; a miss is one without a value", operation.Line);
        foreach (var write in operation.Writes)
        {
            if (write.Value is not null
                && _writes.TryGetValue((_recording.Keys.NumberOf(write.Key), write.Value), out var twin))
            {
                throw new HistoryException(
                    $"the value '{write.Value}' was written to '{write.Key}' by "
                        + $"{Place(_recording.WriteOperation[twin])} too; values must be unique per key, or nobody can "
                        + "tell which write a read has seen",
                    operation.Line);
            }
        }
    }

    private void CheckKeys(Operation operation, IEnumerable<string> keys)
    {
        _keysOfOne.Clear();
        foreach (var key in keys)
        {
            if (!_keysOfOne.Add(key))
                throw new HistoryException($"it names the key '{key}' twice", operation.Line);
        }
    }

    private void AddReads(IReadOnlyList<KeyRead> reads)
    {
        foreach (var read in reads)
        {
            _recording.ReadKey.Add(_recording.Keys.NumberOf(read.Key));
            _recording.Version.AddRange(read.Versions);
            _recording.VersionStart.Add(_recording.Version.Count);
        }

        _recording.ReadStart.Add(_recording.ReadKey.Count);
    }

    private void AddWrites(int operation, IReadOnlyList<KeyWrite> writes)
    {
        foreach (var write in writes)
        {
            var key = _recording.Keys.NumberOf(write.Key);
            if (write.Value is not null)
                _writes.Add((key, write.Value), _recording.WriteKey.Count);
            _recording.WriteOperation.Add(operation);
            _recording.WriteKey.Add(key);
            _recording.WriteValue.Add(write.Value);
        }

        _recording.WriteStart.Add(_recording.WriteKey.Count);
    }

    private string Place(int operation) =>
        _recording.Line[operation] > 0
            ? $"line {_recording.Line[operation]}"
            : $"operation {_recording.Ordinal[operation]} of session "
                + $"{_recording.Sessions[_recording.Session[operation]]}";
}
