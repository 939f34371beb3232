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
    /// The controls that hold: those that were changed most often, whatever the clocks said. Of equals the first ones hold;
    /// without any, <see cref="None"/>.
    /// </summary>
    /// <param name="records">What is on record, in the order of the store.</param>
    public static SubstationControls Highest(IReadOnlyList<SubstationControls> records) =>
        records.MaxBy(record => record.Version) ?? None;

    /// <summary>These controls with a version above that of all <paramref name="records"/>, which they replace.</summary>
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

    /// <summary>With an event more; the same where it is there already.</summary>
    public SubstationControls With(LimitEvent added) =>
        Events.Contains(added) ? this : this with { Events = [.. Events, added] };

    /// <summary>Without the events that are over.</summary>
    public SubstationControls Since(DateTimeOffset now) =>
        Events.All(limiting => limiting.End > now)
            ? this
            : this with { Events = [.. Events.Where(limiting => limiting.End > now)] };
}
