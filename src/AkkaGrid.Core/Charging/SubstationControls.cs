namespace AkkaGrid.Core.Charging;

/// <summary>What operators have told a substation at run time; it wins over the configuration.</summary>
public sealed record SubstationControls
{
    /// <summary>The most events that are kept at once.</summary>
    public const int MaxEvents = 100;

    /// <summary>Nobody has told it anything.</summary>
    public static SubstationControls None { get; } = new();

    /// <summary>What the substation is good for; null for what is configured.</summary>
    public Kilowatts? Capacity { get; init; }

    /// <summary>Whether it takes no new sessions.</summary>
    public bool Draining { get; init; }

    /// <summary>The events that are not over, and perhaps some that are.</summary>
    public IReadOnlyList<LimitEvent> Events { get; init; } = [];

    /// <summary>Each change raises it; 0 in the records of earlier versions.</summary>
    public long Version { get; init; }

    /// <summary>
    /// The controls that hold: those that were changed most often, whatever the clocks said. Of equals the first ones
    /// hold; without any, <see cref="None"/>.
    /// </summary>
    /// <param name="records">What is on record, in the order of the store.</param>
    public static SubstationControls Highest(IReadOnlyList<SubstationControls> records) =>
        records.MaxBy(record => record.Version) ?? None;

    /// <summary>
    /// These controls with a version above that of all <paramref name="records"/>, which they replace.
    /// </summary>
    public SubstationControls Over(IReadOnlyList<SubstationControls> records) =>
        Highest(records).Version is var highest && highest >= Version ? this with { Version = highest + 1 } : this;

    /// <summary>What may be given at a moment: where several events overlap, the lowest limit counts.</summary>
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
    /// The event that holds the limit at a moment; null where none does. Of several the one that does so longest.
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

    /// <summary>With an event more; the same where it is there already.</summary>
    public SubstationControls With(LimitEvent added) =>
        Events.Any(present => present.Id == added.Id) ? this : this with { Events = [.. Events, added] };

    /// <summary>Without an event.</summary>
    public SubstationControls Without(string id) =>
        this with { Events = [.. Events.Where(present => present.Id != id)] };

    /// <summary>With what has begun by now marked as that; the same where all of it is.</summary>
    public SubstationControls Begun(DateTimeOffset now) => Events.All(present => present.IsBegun || present.Start > now)
        ? this
        : this with
        {
            Events = [.. Events.Select(present => present.Start <= now ? present with { IsBegun = true } : present)]
        };

    /// <summary>
    /// The controls as a substation resumes them from their record; the same where they say what is so.
    /// </summary>
    public SubstationControls ResumedAt(DateTimeOffset now) =>
        (Events.All(present => present.ResumedAt(now) == present)
            ? this
            : this with { Events = [.. Events.Select(present => present.ResumedAt(now))] })
            .Since(now);

    /// <summary>Without the events that are over.</summary>
    public SubstationControls Since(DateTimeOffset now) =>
        Events.All(limiting => limiting.End > now)
            ? this
            : this with { Events = [.. Events.Where(limiting => limiting.End > now)] };
}
