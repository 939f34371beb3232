namespace AkkaGrid.Core.Charging;

/// <summary>The settings that operators have changed at run time; they override the configuration.</summary>
public sealed record SubstationControls
{
    /// <summary>The maximum number of events.</summary>
    public const int MaxEvents = 100;

    /// <summary>No changes.</summary>
    public static SubstationControls None { get; } = new();

    /// <summary>The rating; null for the configured one.</summary>
    public Kilowatts? Capacity { get; init; }

    /// <summary>Whether the substation accepts no new sessions.</summary>
    public bool Draining { get; init; }

    /// <summary>The events that are not over, and possibly some that are.</summary>
    public IReadOnlyList<LimitEvent> Events { get; init; } = [];

    /// <summary>Increases with each change; 0 in the records of earlier versions.</summary>
    public long Version { get; init; }

    /// <summary>
    /// The controls that are in force: those with the highest version, whatever the clocks; of equals the first.
    /// Without any, <see cref="None"/>.
    /// </summary>
    /// <param name="records">The recorded controls, in the order of the store.</param>
    public static SubstationControls Highest(IReadOnlyList<SubstationControls> records) =>
        records.MaxBy(record => record.Version) ?? None;

    /// <summary>
    /// These controls with a version above that of all <paramref name="records"/>, which they replace.
    /// </summary>
    public SubstationControls Over(IReadOnlyList<SubstationControls> records) =>
        Highest(records).Version is var highest && highest >= Version ? this with { Version = highest + 1 } : this;

    /// <summary>The limit at a moment: where several events overlap, the lowest one.</summary>
    /// <param name="configured">The configured capacity.</param>
    /// <param name="at">The moment.</param>
    public Kilowatts LimitAt(Kilowatts configured, DateTimeOffset at)
    {
        var limit = Capacity ?? configured;
        foreach (var limiting in Events)
            if (limiting.Covers(at))
                limit = Kilowatts.Min(limit, limiting.Limit);
        return limit;
    }

    /// <summary>
    /// The event that determines the limit at a moment; null where none does. Of several, the one that does so longest.
    /// </summary>
    /// <param name="configured">The configured capacity.</param>
    /// <param name="at">The moment.</param>
    public LimitEvent? HolderAt(Kilowatts configured, DateTimeOffset at)
    {
        var limit = LimitAt(configured, at);
        return limit < (Capacity ?? configured)
            ? Events.Where(held => held.Covers(at) && held.Limit == limit).MaxBy(held => held.End)
            : null;
    }

    /// <summary>The controls with an event added; the same instance where it is there already.</summary>
    public SubstationControls With(LimitEvent added) =>
        Events.Any(present => present.Id == added.Id) ? this : this with { Events = [.. Events, added] };

    /// <summary>The controls without an event.</summary>
    public SubstationControls Without(string id) =>
        this with { Events = [.. Events.Where(present => present.Id != id)] };

    /// <summary>
    /// The controls with the events that have begun marked so; the same instance where all of them are.
    /// </summary>
    public SubstationControls Begun(DateTimeOffset now) => Events.All(present => present.IsBegun || present.Start > now)
        ? this
        : this with
        {
            Events = [.. Events.Select(present => present.Start <= now ? present with { IsBegun = true } : present)]
        };

    /// <summary>
    /// The controls as a substation resumes them from their record; the same instance where nothing changes.
    /// </summary>
    public SubstationControls ResumedAt(DateTimeOffset now) =>
        (Events.All(present => present.ResumedAt(now) == present)
            ? this
            : this with { Events = [.. Events.Select(present => present.ResumedAt(now))] })
            .Since(now);

    /// <summary>The controls without the events that are over.</summary>
    public SubstationControls Since(DateTimeOffset now) =>
        Events.All(limiting => limiting.End > now)
            ? this
            : this with { Events = [.. Events.Where(limiting => limiting.End > now)] };
}
