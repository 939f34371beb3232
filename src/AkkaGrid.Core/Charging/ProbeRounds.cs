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
    private DateTimeOffset _askedAt;

    public bool Running { get; private set; }

    /// <summary>The requests of the next round.</summary>
    public List<OpenRequest> Waiting { get; private set; } = [];

    public long Start(IEnumerable<SubstationId> asked, DateTimeOffset now)
    {
        (_asking, Waiting) = (Waiting, []);
        _awaited.UnionWith(asked);
        _askedAt = now;
        Running = true;
        return ++_probe;
    }

    /// <returns>Whether that was the last answer of the round.</returns>
    public bool Answered(LoadReport report) =>
        Running && report.Probe == _probe && _awaited.Remove(report.Substation) && _awaited.Count == 0;

    /// <summary>Whether some have not answered for so long that they are asked again.</summary>
    public bool IsDue(DateTimeOffset now, TimeSpan after) => Running && now - _askedAt >= after;

    /// <summary>Asks those again that have not answered and are not silent. A silent substation has no room that could be confirmed.</summary>
    /// <param name="fresh">The substations that are not silent.</param>
    /// <param name="now">The balancer's time.</param>
    /// <returns>Those to ask, with the number of the round; none where the round is over.</returns>
    public (IReadOnlyCollection<SubstationId> Asked, long Probe) AskAgain(IEnumerable<SubstationId> fresh, DateTimeOffset now)
    {
        _awaited.IntersectWith(fresh);
        _askedAt = now;
        return (_awaited, _probe);
    }

    public IReadOnlyList<OpenRequest> End()
    {
        Running = false;
        _awaited.Clear();
        return _asking;
    }
}
