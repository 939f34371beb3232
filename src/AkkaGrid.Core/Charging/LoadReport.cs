namespace AkkaGrid.Core.Charging;

/// <summary>
/// The full state of a substation's load at one moment, never a change: a later report replaces all earlier ones, so
/// reports may be lost, duplicated or reordered.
/// </summary>
/// <param name="Substation">The substation.</param>
/// <param name="Node">The node that hosts it.</param>
/// <param name="Epoch">The highest epoch it has seen.</param>
/// <param name="Sequence">Orders the reports of a substation, also across restarts.</param>
/// <param name="Load">The power that its sessions use, pending ones included.</param>
/// <param name="Rating">Its rating: the configured capacity, or the one that an operator has set since.</param>
/// <param name="Limit">Its current limit.</param>
/// <param name="ActiveSessions">How many sessions use power.</param>
/// <param name="LastApplied">The highest start of <paramref name="Epoch"/> that was handled, accepted or
/// refused.</param>
/// <param name="Clock">The time at the substation.</param>
/// <param name="NextReleases">The sessions that end next, in order; at most <see cref="MaxReleases"/>.</param>
/// <param name="Probe">The probe that this report answers; 0 where it was not requested.</param>
public sealed record LoadReport(
    SubstationId Substation,
    string Node,
    FencingEpoch Epoch,
    long Sequence,
    Kilowatts Load,
    Kilowatts Rating,
    Kilowatts Limit,
    int ActiveSessions,
    long LastApplied,
    DateTimeOffset Clock,
    IReadOnlyList<Release> NextReleases,
    long Probe = 0) : IChargingMessage
{
    /// <summary>The maximum number of coming releases in a report.</summary>
    public const int MaxReleases = 16;

    /// <summary>The maximum number of coming limit changes in a report.</summary>
    public const int MaxLimits = 16;

    /// <summary>Whether the substation accepts no new sessions.</summary>
    public bool Draining { get; init; }

    /// <summary>The demand-response event that determines the limit; null where none does.</summary>
    public LimitEvent? LimitedBy { get; init; }

    /// <summary>The next changes of the limit, in order; at most <see cref="MaxLimits"/>.</summary>
    public IReadOnlyList<LimitStep> NextLimits { get; init; } = [];

    /// <summary>The free power; zero while the substation drains.</summary>
    public Kilowatts Free => Draining ? Kilowatts.Zero : Limit.Less(Load);
}

/// <summary>Power that becomes free when a session ends.</summary>
/// <param name="At">When, by the substation's clock.</param>
/// <param name="Amount">How much.</param>
public readonly record struct Release(DateTimeOffset At, Kilowatts Amount);

/// <summary>A change of the limit when a demand-response event begins or ends.</summary>
/// <param name="At">When, by the substation's clock.</param>
/// <param name="Limit">The limit from then on.</param>
public readonly record struct LimitStep(DateTimeOffset At, Kilowatts Limit);
