using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// What the balancer believes of one substation: its last report, less what must have ended since, plus the
/// reservations that the report does not count yet.
/// </summary>
internal sealed class SubstationAccount(LoadReport report, DateTimeOffset receivedAt)
{
    private readonly SortedDictionary<long, (Kilowatts Amount, DateTimeOffset ExpiresAt)> _sent = [];
    private Kilowatts _reserved;

    public LoadReport Report { get; private set; } = report;

    public DateTimeOffset ReceivedAt { get; private set; } = receivedAt;

    /// <summary>When the first session of the report ends, in the balancer's clock: until then its load stands.</summary>
    private DateTimeOffset NextReleaseAt { get; set; } = FirstRelease(report, receivedAt);

    /// <summary>Takes a report unless a later one is there.</summary>
    public void Take(LoadReport report, DateTimeOffset now)
    {
        if (report.Sequence <= Report.Sequence)
            return;
        (Report, ReceivedAt, NextReleaseAt) = (report, now, FirstRelease(report, now));

        // A reservation that the report has not applied by its deadline will never be.
        foreach (var (number, sent) in _sent.ToArray())
            if (number <= report.LastApplied || sent.ExpiresAt <= report.Clock)
                Withdraw(number);
    }

    /// <summary>A fresh claim: reports are ordered from here, and nothing is under way.</summary>
    public void Reset(LoadReport report, DateTimeOffset now)
    {
        (Report, ReceivedAt, NextReleaseAt) = (report, now, FirstRelease(report, now));
        _sent.Clear();
        _reserved = Kilowatts.Zero;
    }

    public void Reserve(long number, Kilowatts amount, DateTimeOffset expiresAt)
    {
        _sent[number] = (amount, expiresAt);
        _reserved += amount;
    }

    public void Withdraw(long number)
    {
        if (_sent.Remove(number, out var sent))
            _reserved = _reserved.Less(sent.Amount);
    }

    /// <summary>
    /// The time at the substation, too early by the report's way here and never too late: what is to expire there at
    /// this time plus a budget does not outlive the budget.
    /// </summary>
    public DateTimeOffset ClockAt(DateTimeOffset now) => Report.Clock + (now - ReceivedAt);

    public SubstationLoad Believed(DateTimeOffset now)
    {
        var load = Report.Load;
        if (now < NextReleaseAt)
            return new SubstationLoad(Report.Substation, load + _reserved, Report.Limit);
        var clock = ClockAt(now);
        for (var i = 0; i < Report.NextReleases.Count && Report.NextReleases[i].At <= clock; i++)
            load = load.Less(Report.NextReleases[i].Amount);
        return new SubstationLoad(Report.Substation, load + _reserved, Report.Limit);
    }

    private static DateTimeOffset FirstRelease(LoadReport report, DateTimeOffset receivedAt) =>
        report.NextReleases.Count == 0 ? DateTimeOffset.MaxValue : receivedAt + (report.NextReleases[0].At - report.Clock);

    /// <summary>
    /// When so much will be free, as far as the report names coming releases: with too few named it is the last of
    /// them, too early rather than too late. Null where the limit is below the amount.
    /// </summary>
    public TimeSpan? FreeIn(Kilowatts amount, DateTimeOffset now)
    {
        if (amount > Report.Limit)
            return null;
        var believed = Believed(now);
        var clock = ClockAt(now);
        var load = believed.Load;
        var until = TimeSpan.Zero;
        foreach (var release in Report.NextReleases.Where(release => release.At > clock))
        {
            if (load + amount <= believed.Limit)
                break;
            load = load.Less(release.Amount);
            until = release.At - clock;
        }

        return until;
    }
}
