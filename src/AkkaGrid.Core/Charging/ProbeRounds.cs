namespace AkkaGrid.Core.Charging;

/// <summary>
/// Asks all substations at once for requests that seem to fit nowhere. One round runs at a time; a request that comes
/// during it waits for the next, so that every answer is younger than the request.
/// </summary>
internal sealed class ProbeRounds
{
    private readonly HashSet<SubstationId> _awaited = [];
    private List<OpenRequest> _asking = [];
    private long _probe;
    private DateTimeOffset _startedAt;

    public bool Running { get; private set; }

    /// <summary>The requests of the next round.</summary>
    public List<OpenRequest> Waiting { get; private set; } = [];

    public long Start(IEnumerable<SubstationId> asked, DateTimeOffset now)
    {
        (_asking, Waiting) = (Waiting, []);
        _awaited.UnionWith(asked);
        _startedAt = now;
        Running = true;
        return ++_probe;
    }

    /// <returns>Whether that was the last answer of the round.</returns>
    public bool Answered(LoadReport report) =>
        Running && report.Probe == _probe && _awaited.Remove(report.Substation) && _awaited.Count == 0;

    public bool TimedOut(DateTimeOffset now, TimeSpan timeout) => Running && now - _startedAt >= timeout;

    public IReadOnlyList<OpenRequest> End()
    {
        Running = false;
        _awaited.Clear();
        return _asking;
    }
}
