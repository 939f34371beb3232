using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// The balancer's beliefs about one substation: its last report, minus the sessions that must have ended since, plus
/// the reservations that the report does not include yet.
/// </summary>
internal sealed class SubstationAccount(LoadReport report, DateTimeOffset receivedAt)
{
    private readonly Dictionary<long, (Kilowatts Amount, DateTimeOffset ExpiresAt)> _sent = [];
    private Kilowatts _reserved;

    public LoadReport Report { get; private set; } = report;

    public DateTimeOffset ReceivedAt { get; private set; } = receivedAt;

    /// <summary>
    /// When the report predicts the first change, by the balancer's clock: until then its load and limit apply.
    /// </summary>
    private DateTimeOffset ChangesAt { get; set; } = FirstChange(report, receivedAt);

    /// <summary>Applies a report, unless a later one has been applied.</summary>
    public void Take(LoadReport report, DateTimeOffset now)
    {
        if (report.Sequence > Report.Sequence)
            Begin(report, now);
    }

    /// <summary>
    /// Applies a report from which later ones are ordered, whatever came before. Reservations in transit are kept: they
    /// may have been sent after the claim that this report answers.
    /// </summary>
    public void Begin(LoadReport report, DateTimeOffset now)
    {
        (Report, ReceivedAt, ChangesAt) = (report, now, FirstChange(report, now));

        // A reservation that the report has not applied by its deadline never will be.
        if (_sent.Count == 0)
            return;
        foreach (var (number, sent) in _sent)
            if (number <= report.LastApplied || sent.ExpiresAt <= report.Clock)
                Withdraw(number);
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
    /// The time at the substation, early by the latency of the report and never late: so a deadline computed from it
    /// plus a budget never exceeds the budget.
    /// </summary>
    public DateTimeOffset ClockAt(DateTimeOffset now) => Report.Clock + (now - ReceivedAt);

    public SubstationLoad Believed(DateTimeOffset now)
    {
        var load = Report.Load;
        if (now < ChangesAt)
            return new SubstationLoad(Report.Substation, load + _reserved, Report.Limit);
        var clock = ClockAt(now);
        for (var i = 0; i < Report.NextReleases.Count && Report.NextReleases[i].At <= clock; i++)
            load = load.Less(Report.NextReleases[i].Amount);
        var limit = Report.Limit;
        for (var i = 0; i < Report.NextLimits.Count && Report.NextLimits[i].At <= clock; i++)
            limit = Report.NextLimits[i].Limit;
        return new SubstationLoad(Report.Substation, load + _reserved, limit);
    }

    /// <summary>
    /// When an amount will be free, by the releases and limits that the report predicts. Where it lists too few, the
    /// result is the time of the last one: too early rather than too late. Null where the limit stays below the amount.
    /// </summary>
    public TimeSpan? FreeIn(Kilowatts amount, DateTimeOffset now)
    {
        var clock = ClockAt(now);
        var (releases, limits) = (Report.NextReleases, Report.NextLimits);
        var (_, load, limit) = Believed(now);
        var (release, step) = (0, 0);
        while (release < releases.Count && releases[release].At <= clock)
            release++;
        while (step < limits.Count && limits[step].At <= clock)
            step++;

        var until = clock;
        while (load + amount > limit && (release < releases.Count || step < limits.Count))
        {
            if (step == limits.Count || (release < releases.Count && releases[release].At <= limits[step].At))
            {
                load = load.Less(releases[release].Amount);
                until = releases[release++].At;
            }
            else
            {
                limit = limits[step].Limit;
                until = limits[step++].At;
            }
        }

        return amount > limit ? null : until - clock;
    }

    private static DateTimeOffset FirstChange(LoadReport report, DateTimeOffset receivedAt)
    {
        var release = report.NextReleases.Count > 0 ? report.NextReleases[0].At : DateTimeOffset.MaxValue;
        var limit = report.NextLimits.Count > 0 ? report.NextLimits[0].At : DateTimeOffset.MaxValue;
        var first = release < limit ? release : limit;
        return first == DateTimeOffset.MaxValue ? first : receivedAt + (first - report.Clock);
    }
}
