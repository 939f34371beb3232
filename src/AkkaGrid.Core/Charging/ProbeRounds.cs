namespace AkkaGrid.Core.Charging;

/// <summary>
/// Probes all substations at once for requests that seem to fit none. One round runs at a time; a request that arrives
/// during a round waits for the next, so that every answer is newer than the request.
/// </summary>
/// <param name="fleet">The substations.</param>
internal sealed class ProbeRounds(Fleet fleet)
{
    private readonly HashSet<SubstationId> _awaited = [];
    private List<OpenRequest> _asking = [];
    private List<OpenRequest> _waiting = [];
    private long _probe;
    private bool _isOfAll;
    private DateTimeOffset _askedAt;

    public bool Running { get; private set; }

    /// <summary>Whether requests wait for a round.</summary>
    public bool IsWaitedFor => _waiting.Count > 0;

    /// <summary>Lets a request wait for the next round.</summary>
    public void Add(OpenRequest open) => _waiting.Add(open);

    /// <summary>Probes the substations that are not silent.</summary>
    /// <returns>Whether the round is over, because there is none to wait for.</returns>
    public bool Start(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        (_asking, _waiting) = (_waiting, []);
        _awaited.UnionWith(Fresh(now));
        _isOfAll = _awaited.Count == fleet.Count;
        Running = true;
        _probe++;
        return Ask(now, effects);
    }

    /// <returns>Whether that was the last answer of the round.</returns>
    public bool Answered(LoadReport report) =>
        Running && report.Probe == _probe && _awaited.Remove(report.Substation) && _awaited.Count == 0;

    /// <summary>Whether answers are overdue, so that the substations must be probed again.</summary>
    public bool IsDue(DateTimeOffset now, TimeSpan after) => Running && now - _askedAt >= after;

    /// <summary>
    /// Probes the substations again that have not answered and are not silent. A silent substation offers no room that
    /// it could confirm.
    /// </summary>
    /// <returns>Whether the round is over, because there is none to wait for.</returns>
    public bool AskAgain(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        var before = _awaited.Count;
        _awaited.IntersectWith(Fresh(now));
        _isOfAll &= _awaited.Count == before;
        return Ask(now, effects);
    }

    /// <returns>The requests of the round, each marked with whether every substation has answered.</returns>
    public IReadOnlyList<OpenRequest> End()
    {
        foreach (var open in _asking)
            open.Confirm(byAll: _isOfAll);
        Running = false;
        _awaited.Clear();
        return _asking;
    }

    private bool Ask(DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        _askedAt = now;
        effects.AddRange(_awaited.Select(substation => new SendProbe(substation, new GetLoad(_probe))));
        return _awaited.Count == 0;
    }

    private IEnumerable<SubstationId> Fresh(DateTimeOffset now) =>
        fleet.Fresh(now).Select(account => account.Report.Substation);
}
