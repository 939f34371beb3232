using System.Globalization;

namespace AkkaGrid.Core.Verification;

/// <summary>Says in words which operations a finding is about.</summary>
internal sealed class CounterexampleReport(History history)
{
    private const int MaxKeys = 4;

    private readonly Recording _recording = history.Recording;

    /// <summary>A finding about operations.</summary>
    /// <param name="pattern">What it is.</param>
    /// <param name="message">What happened.</param>
    /// <param name="nodes">The nodes of the operations involved.</param>
    /// <param name="key">The key that it is about; -1 for all of an operation's.</param>
    public Finding Tell(BadPattern pattern, string message, IEnumerable<int> nodes, int key = -1) =>
        TellOperations(pattern, message, nodes.Select(node => history.OperationOf[node]), key);

    /// <inheritdoc cref="Tell"/>
    public Finding TellOperations(BadPattern pattern, string message, IEnumerable<int> operations, int key = -1)
    {
        var involved = operations.ToList();
        return new Finding(
            pattern,
            message,
            [.. involved.Select(operation => Describe(operation, key))],
            [.. involved.Select(operation => _recording.Line[operation])]);
    }

    /// <summary>Who an operation is, without what it did.</summary>
    public string Name(int node) => NameOfOperation(history.OperationOf[node]);

    /// <summary>A key by its number, in quotes.</summary>
    public string Key(int key) => $"'{_recording.Keys[key]}'";

    /// <summary>The value that a node wrote to a key.</summary>
    public string Written(int node, int key) =>
        Value(_recording.WriteValue[_recording.WriteOf(history.OperationOf[node], key)], "the delete");

    private static string Value(string? value, string absent) => value is null ? absent : $"'{value}'";

    private string NameOfOperation(int operation)
    {
        var line = _recording.Line[operation] > 0
            ? string.Create(CultureInfo.InvariantCulture, $" (line {_recording.Line[operation]})")
            : "";
        var session = _recording.Sessions[_recording.Session[operation]];
        return _recording.Finals.Contains(operation)
            ? session + line
            : string.Create(CultureInfo.InvariantCulture, $"{session} #{_recording.Ordinal[operation]}{line}");
    }

    private string Describe(int operation, int key)
    {
        var parts = Reads(operation, key).Concat(Writes(operation, key)).ToList();
        var shown = string.Join(", ", parts.Take(MaxKeys))
            + (parts.Count > MaxKeys ? $" and {parts.Count - MaxKeys} more" : "");
        var unknown = _recording.Outcome[operation] == Outcome.Unknown ? " (outcome unknown)" : "";
        return $"{NameOfOperation(operation)}: "
            + $"{(parts.Count == 0 ? "reads or writes nothing at the key" : shown)}{unknown}";
    }

    private IEnumerable<string> Reads(int operation, int key)
    {
        var node = history.NodeOf[operation];
        if (node < 0)
            yield break;
        for (var read = history.ReadStart[node]; read < history.ReadStart[node + 1]; read++)
        {
            if (key >= 0 && history.ReadKey[read] != key)
                continue;
            var name = _recording.Keys[history.ReadKey[read]];
            var recorded = _recording.ReadStart[operation] + read - history.ReadStart[node];
            yield return recorded < _recording.ReadStart[operation + 1]
                ? $"reads {name} = {Versions(recorded)}"
                : $"finds nothing at {name}";
        }
    }

    private string Versions(int read) => string.Join(" beside ", Enumerable
        .Range(_recording.VersionStart[read], _recording.VersionStart[read + 1] - _recording.VersionStart[read])
        .Select(version => Value(_recording.Version[version].Value, "nothing")));

    private IEnumerable<string> Writes(int operation, int key)
    {
        for (var write = _recording.WriteStart[operation]; write < _recording.WriteStart[operation + 1]; write++)
        {
            if (key >= 0 && _recording.WriteKey[write] != key)
                continue;
            var name = _recording.Keys[_recording.WriteKey[write]];
            yield return _recording.WriteValue[write] is { } value ? $"writes {name} = '{value}'" : $"deletes {name}";
        }
    }
}
