namespace AkkaGrid.Core.Charging;

/// <summary>
/// The controls of one substation, and the progress of their record. Until a change is durable, the stricter of the old
/// and the new controls applies: a reduction takes effect at once, an increase only when no restart can lose it.
/// </summary>
internal sealed class ControlLog<TCaller>
{
    private readonly Kilowatts _configured;
    private readonly List<(TCaller Caller, long Version, string? Event)> _callers = [];
    private SubstationControls _durable;
    private SubstationControls? _inFlight;

    public ControlLog(Kilowatts configured, SubstationControls recorded, DateTimeOffset now)
    {
        _configured = configured;
        _durable = Present = recorded.ResumedAt(now);
        if (recorded.Events.Any(limiting => limiting.ResumedAt(now) != limiting))
            Present = Present with { Version = Present.Version + 1 };
    }

    /// <summary>The latest controls that operators have set.</summary>
    public SubstationControls Present { get; private set; }

    public Kilowatts Capacity => Kilowatts.Min(Present.Capacity ?? _configured, _durable.Capacity ?? _configured);

    public bool Draining => Present.Draining || _durable.Draining;

    public Kilowatts LimitAt(DateTimeOffset at) =>
        Kilowatts.Min(Present.LimitAt(_configured, at), _durable.LimitAt(_configured, at));

    /// <summary>The event that determines the limit; null where none does.</summary>
    public LimitEvent? HolderAt(DateTimeOffset at)
    {
        var limit = LimitAt(at);
        return new[] { Present, _durable }
            .Select(controls => controls.HolderAt(_configured, at))
            .FirstOrDefault(holder => holder?.Limit == limit);
    }

    /// <summary>The events that are not over, in the order in which they begin.</summary>
    public IReadOnlyList<LimitEvent> EventsAt(DateTimeOffset now) =>
        [.. Present.Since(now).Events.OrderBy(limiting => limiting.Start)];

    /// <summary>When an event begins or ends next; null where none does.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now) =>
        Changes(now) is { Count: > 0 } changes ? changes.Min : null;

    /// <summary>The coming changes of the limit, in order.</summary>
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

    /// <summary>Handles a command of an operator.</summary>
    /// <returns>The answer; null where it follows once the change is recorded.</returns>
    public ControlAnswer? Handle(
        ISubstationCommand command, TCaller caller, DateTimeOffset now, List<ISubstationEffect> effects)
    {
        switch (command)
        {
            case ChangeControls change:
                return Change(Present with
                {
                    Capacity = change.Capacity is { } capacity ? capacity.To : Present.Capacity,
                    Draining = change.Draining ?? Present.Draining,
                }, null, caller, effects);
            case AddLimitEvent add:
                var limiting = LimitEvent.Named(add.Start ?? now, add.Duration, add.Limit, add.Name);
                var controls = Present.Since(now).With(limiting).Begun(now);
                return limiting.End <= now ? new ControlAnswer(ControlsRefusal.EventOver)
                    : controls.Events.Count > SubstationControls.MaxEvents
                    ? new ControlAnswer(ControlsRefusal.TooManyEvents)
                    : Change(controls, limiting.Id, caller, effects);
            case EndLimitEvent end:
                return Present.Since(now).Events.All(present => present.Id != end.Event)
                    ? new ControlAnswer(ControlsRefusal.UnknownEvent)
                    : Change(Present.Since(now).Without(end.Event), end.Event, caller, effects);
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Not a control");
        }
    }

    /// <summary>Handles a tick: records that events have begun, and retries a failed write.</summary>
    public void Tick(DateTimeOffset now, List<ISubstationEffect> effects)
    {
        if (Present.Begun(now) is var begun && begun != Present)
            Present = begun with { Version = Present.Version + 1 };
        if (_durable.Version < Present.Version)
            Record(effects);
    }

    /// <returns>The callers that wait for the written controls, each with the event that its answer names.</returns>
    public IReadOnlyList<(TCaller Caller, string? Event)> Recorded(bool durable, List<ISubstationEffect> effects)
    {
        if (_inFlight is not { Version: var version } written)
            return [];
        _inFlight = null;
        if (durable)
            _durable = written;
        (TCaller, string?)[] answered = [.. _callers.Where(waiting => waiting.Version <= version)
            .Select(waiting => (waiting.Caller, waiting.Event))];
        _callers.RemoveAll(waiting => waiting.Version <= version);
        if (version < Present.Version)
            Record(effects);
        return answered;
    }

    private ControlAnswer? Change(
        SubstationControls controls, string? limiting, TCaller caller, List<ISubstationEffect> effects)
    {
        if (controls != Present)
            Present = controls with { Version = Present.Version + 1 };

        if (_durable.Version == Present.Version)
            return new ControlAnswer(null, limiting);
        _callers.Add((caller, Present.Version, limiting));
        Record(effects);
        return null;
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
            .SelectMany(limiting => limiting.IsOpenEnded ? new[] { limiting.Start } : [limiting.Start, limiting.End])
            .Where(at => at > now)];
}

/// <summary>The answer to a change of the controls.</summary>
/// <param name="Refusal">Why the change is refused; null where it is made.</param>
/// <param name="Event">The event that was added or ended; null for other changes.</param>
internal readonly record struct ControlAnswer(ControlsRefusal? Refusal, string? Event = null);
