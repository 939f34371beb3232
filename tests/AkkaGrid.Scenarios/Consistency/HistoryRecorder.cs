using AkkaGrid.Core.Causality;
using AkkaGrid.Core.Verification;

namespace AkkaGrid.Scenarios.Consistency;

/// <summary>Collects what the sessions did and saw. Thread-safe.</summary>
internal sealed class HistoryRecorder
{
    private readonly Lock _lock = new();
    private readonly List<Operation> _operations = [];

    /// <summary>How many operations are recorded.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _operations.Count;
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

    /// <summary>All that was recorded; misses that name the tag of a delete now name its dot.</summary>
    public IReadOnlyList<Operation> Operations()
    {
        lock (_lock)
        {
            var dots = _operations.Select(operation => operation.Dot).OfType<string>().Distinct().ToDictionary(TagOf);
            return [.. _operations.Select(operation => operation with { Reads = [.. operation.Reads.Select(read => Named(read, dots))] })];
        }
    }

    private static string TagOf(string dot)
    {
        Assert.True(Dot.TryParse(dot, out var parsed), dot);
        return CausalContext.Of(parsed).ToString();
    }

    private static KeyRead Named(KeyRead read, Dictionary<string, string> dots) => read.Versions is [{ Value: null, Dot: { } tag }]
        ? read with { Versions = [new SeenVersion(null, dots.GetValueOrDefault(tag, tag))] }
        : read;
}
