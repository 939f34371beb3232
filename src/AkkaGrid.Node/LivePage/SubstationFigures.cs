using AkkaGrid.Charging.Gateway;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Node.LivePage;

/// <summary>Selects full substations and those to show, and computes the totals of all.</summary>
internal static class SubstationFigures
{
    // The alert AkkaGridSubstationNearLimit has the same bound.
    private const decimal FullFrom = 0.95m;

    /// <summary>Whether the load of a substation is at, or nearly at, its limit.</summary>
    public static bool IsFull(LoadReport report) => report.Load.Value >= FullFrom * report.Limit.Value;

    /// <summary>The substations to show: if there are too many, the unreachable and full ones first.</summary>
    public static IEnumerable<SubstationStatus> Shown(IReadOnlyList<SubstationStatus> substations, int most) =>
        substations.Count <= most
            ? substations
            : substations.OrderByDescending(status => status.Silent || IsFull(status.Report)).Take(most);

    /// <summary>The totals of all substations. The loads of unreachable ones are unknown and not included.</summary>
    /// <param name="substations">All substations.</param>
    /// <param name="now">The time of this node.</param>
    public static LiveTotals Total(IReadOnlyList<SubstationStatus> substations, DateTimeOffset now)
    {
        var reporting = substations.Where(status => !status.Silent).Select(status => status.Report).ToList();
        var unreachable = substations.Where(status => status.Silent).ToList();
        return new LiveTotals(
            reporting.Count,
            reporting.Sum(report => report.Load.Value),
            reporting.Sum(report => report.Limit.Value),
            reporting.Sum(report => report.ActiveSessions),
            reporting.Count(IsFull),
            unreachable.Count,
            unreachable.Sum(status => status.Report.Limit.Value),
            unreachable.Count == 0 ? null : ReportedAt(unreachable.MaxBy(status => status.Age)!, now));
    }

    /// <summary>When a substation last reported, by the clock of this node.</summary>
    public static long ReportedAt(SubstationStatus status, DateTimeOffset now) => Rounded(now - status.Age);

    /// <summary>A time in milliseconds since 1970, rounded so that two computations of the same time agree.</summary>
    public static long Rounded(DateTimeOffset moment)
    {
        const int Step = 500;
        return (moment.ToUnixTimeMilliseconds() + (Step / 2)) / Step * Step;
    }
}
