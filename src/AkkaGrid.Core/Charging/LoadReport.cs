namespace AkkaGrid.Core.Charging;

/// <summary>
/// The full state of a substation's load at one moment, never a change: any later report makes an earlier one
/// superfluous, so reports may be lost, doubled or reordered.
/// </summary>
/// <param name="Substation">Whose load it is.</param>
/// <param name="Node">The node that hosts it.</param>
/// <param name="Epoch">The highest epoch it has seen.</param>
/// <param name="Sequence">Orders the reports of a substation, across restarts too.</param>
/// <param name="Load">The power that its sessions take, pending ones included.</param>
/// <param name="Rating">What the substation is good for: its capacity as configured, or as it was set since.</param>
/// <param name="Limit">What it may give now.</param>
/// <param name="ActiveSessions">How many sessions take power.</param>
/// <param name="LastApplied">The highest start of <paramref name="Epoch"/> that was handled, accepted or
/// refused.</param>
/// <param name="Clock">The time at the substation.</param>
/// <param name="NextReleases">The sessions that end next, in order; at most <see cref="MaxReleases"/>.</param>
/// <param name="Probe">The question that this report answers; 0 where nobody asked.</param>
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
    /// <summary>How many coming releases a report names.</summary>
    public const int MaxReleases = 16;

    /// <summary>How many coming changes of the limit a report names.</summary>
    public const int MaxLimits = 16;

    /// <summary>Whether it takes no new sessions.</summary>
    public bool Draining { get; init; }

    /// <summary>The demand-response event that holds the limit; null where none does.</summary>
    public LimitEvent? LimitedBy { get; init; }

    /// <summary>How the limit changes next, in order; at most <see cref="MaxLimits"/>.</summary>
    public IReadOnlyList<LimitStep> NextLimits { get; init; } = [];

    /// <summary>The power that is free; none while it drains.</summary>
    public Kilowatts Free => Draining ? Kilowatts.Zero : Limit.Less(Load);
}

/// <summary>Power that becomes free when a session ends.</summary>
/// <param name="At">When, in the substation's clock.</param>
/// <param name="Amount">How much.</param>
public readonly record struct Release(DateTimeOffset At, Kilowatts Amount);

/// <summary>A change of the limit, as a demand-response event begins or ends.</summary>
/// <param name="At">When, in the substation's clock.</param>
/// <param name="Limit">What the substation may give from then on.</param>
public readonly record struct LimitStep(DateTimeOffset At, Kilowatts Limit);
