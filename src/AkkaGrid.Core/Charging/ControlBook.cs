namespace AkkaGrid.Core.Charging;

/// <summary>
/// The controls of one substation, and how far their record has come. Until a change is durable, the stricter of what
/// was and what is to be holds: a cut is in force at once, and what is gained is given only when no restart can lose it.
/// </summary>
internal sealed class ControlBook<TCaller>(Kilowatts configured, SubstationControls recorded)
{
    private readonly List<(TCaller Caller, long Version)> _callers = [];
    private SubstationControls _durable = recorded;
    private SubstationControls? _inFlight;

    /// <summary>What was told last.</summary>
    public SubstationControls Present { get; private set; } = recorded;

    public Kilowatts Capacity => Kilowatts.Min(Present.Capacity ?? configured, _durable.Capacity ?? configured);

    public bool Draining => Present.Draining || _durable.Draining;

    public Kilowatts LimitAt(DateTimeOffset at) =>
        Kilowatts.Min(Present.LimitAt(configured, at), _durable.LimitAt(configured, at));

    /// <summary>When an event begins or ends next; null where none does.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now) => Changes(now) is { Count: > 0 } changes ? changes.Min : null;

    /// <summary>The changes of the limit that are to come, in order.</summary>
    public IReadOnlyList<LimitStep> NextLimits(DateTimeOffset now, int count)
    {
        if (Present.Events.Count == 0 && _durable.Events.Count == 0)
            return [];
        var steps = new List<LimitStep>();
        var limit = LimitAt(now);
        foreach (var at in Changes(now))
        {
            var next = LimitAt(at);
            if (next == limit)
                continue;
            limit = next;
            steps.Add(new LimitStep(at, limit));
            if (steps.Count == count)
                break;
        }

        return steps;
    }

    /// <returns>Whether nothing has to be recorded for it; else the caller is answered once that is done.</returns>
    public bool Change(SubstationControls controls, TCaller caller, List<ISubstationEffect> effects)
    {
        if (controls != Present)
            Present = controls with { Version = Present.Version + 1 };

        if (_durable.Version == Present.Version)
            return true;
        _callers.Add((caller, Present.Version));
        Record(effects);
        return false;
    }

    /// <summary>Tries again what could not be recorded.</summary>
    public void RetryRecord(List<ISubstationEffect> effects)
    {
        if (_durable.Version < Present.Version)
            Record(effects);
    }

    /// <returns>Those who wait for what was written.</returns>
    public IReadOnlyList<TCaller> Recorded(bool durable, List<ISubstationEffect> effects)
    {
        if (_inFlight is not { Version: var version } written)
            return [];
        _inFlight = null;
        if (durable)
            _durable = written;
        TCaller[] answered = [.. _callers.Where(waiting => waiting.Version <= version).Select(waiting => waiting.Caller)];
        _callers.RemoveAll(waiting => waiting.Version <= version);
        if (version < Present.Version)
            Record(effects);
        return answered;
    }

    private void Record(List<ISubstationEffect> effects)
    {
        if (_inFlight is not null)
            return;
        _inFlight = Present;
        effects.Add(new RecordControls(Present));
    }

    private SortedSet<DateTimeOffset> Changes(DateTimeOffset now) =>
        [.. Present.Events.Concat(_durable.Events)
            .SelectMany(limiting => new[] { limiting.Start, limiting.End })
            .Where(at => at > now)];
}
