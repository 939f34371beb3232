using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>Collects what the sessions did and saw. Thread-safe.</summary>
internal sealed class HistoryRecorder
{
    private readonly Lock _lock = new();
    private readonly List<Operation> _operations = [];

    /// <summary>How many of the operations so far were answered.</summary>
    public int Answered
    {
        get
        {
            lock (_lock)
                return _operations.Count(operation => operation.Outcome == Outcome.Ok);
        }
    }

    /// <summary>Records an operation; of a session, in the order in which it made them.</summary>
    /// <returns>How many there are now.</returns>
    public int Add(Operation operation)
    {
        lock (_lock)
        {
            _operations.Add(operation with { Line = _operations.Count + 1 });
            return _operations.Count;
        }
    }

    /// <summary>
    /// All that was recorded; misses that name the tag of what they saw now name the delete among it.
    /// </summary>
    public IReadOnlyList<Operation> Operations()
    {
        lock (_lock)
        {
            var writes = _operations.Where(operation => operation.Dot is not null)
                .ToLookup(operation => EntryOf(operation.Dot!));
            return [.. _operations.Select(operation =>
                operation with { Reads = [.. operation.Reads.Select(read => Named(read, writes))] })];
        }
    }

    private static KeyValuePair<ulong, ulong> EntryOf(string dot)
    {
        Assert.True(Dot.TryParse(dot, out var parsed), dot);
        return KeyValuePair.Create(parsed.Origin.Nonce, parsed.Sequence);
    }

    private static KeyRead Named(KeyRead read, ILookup<KeyValuePair<ulong, ulong>, Operation> writes)
    {
        if (read.Versions is not [{ Value: null, Dot: { } tag }])
            return read;
        Assert.True(CausalContext.TryParse(tag, out var seen), tag);
        var deletes = seen.Sequences
            .SelectMany(entry => writes[entry])
            .Where(operation => operation.Writes.Contains(new KeyWrite(read.Key, null)))
            .Select(operation => operation.Dot)
            .Distinct()
            .ToList();
        // Of two concurrent deletes nobody can tell which one won; a tag without any is left for the checker to
        // complain of.
        var dot = deletes.Count switch { 0 => tag, 1 => deletes[0], _ => null };
        return read with { Versions = [new SeenVersion(null, dot)] };
    }
}
