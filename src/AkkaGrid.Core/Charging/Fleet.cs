using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging;

/// <summary>The balancer's beliefs about the substations that obey it.</summary>
/// <param name="silentAfter">The age of its last report from which on a substation is no candidate.</param>
internal sealed class Fleet(TimeSpan silentAfter)
{
    private readonly Dictionary<SubstationId, SubstationAccount> _accounts = [];
    private readonly List<SubstationLoad> _loads = [];
    private readonly List<Candidate> _candidates = [];
    private SubstationAccount[] _ordered = [];

    /// <summary>How many substations there are, including silent ones.</summary>
    public int Count => _accounts.Count;

    /// <summary>The last reports, by name.</summary>
    public IEnumerable<LoadReport> Reports => _ordered.Select(account => account.Report);

    public bool TryGet(SubstationId substation, [NotNullWhen(true)] out SubstationAccount? account) =>
        _accounts.TryGetValue(substation, out account);

    /// <summary>Whether a substation has reported recently.</summary>
    public bool IsFresh(
        SubstationId substation, DateTimeOffset now, [NotNullWhen(true)] out SubstationAccount? account) =>
        _accounts.TryGetValue(substation, out account) && IsFresh(account, now);

    /// <summary>Adds a substation, or resets one that is added again.</summary>
    public void Enlist(LoadReport report, DateTimeOffset now)
    {
        if (_accounts.TryGetValue(report.Substation, out var account))
        {
            account.Begin(report, now);
            return;
        }

        _accounts[report.Substation] = new SubstationAccount(report, now);
        Order();
    }

    /// <summary>The substations that have reported recently, by name.</summary>
    public IEnumerable<SubstationAccount> Fresh(DateTimeOffset now) =>
        _ordered.Where(account => IsFresh(account, now));

    /// <summary>Of those, the ones that accept new sessions.</summary>
    public IEnumerable<SubstationAccount> Takers(DateTimeOffset now) => _ordered.Where(account => Takes(account, now));

    /// <summary>The candidates of the last survey.</summary>
    public ReadOnlySpan<Candidate> Candidates => CollectionsMarshal.AsSpan(_candidates);

    /// <summary>Collects the candidates for a request.</summary>
    /// <returns>Those that the request may try; valid until the next survey.</returns>
    public ReadOnlySpan<SubstationLoad> Survey(OpenRequest open, DateTimeOffset now)
    {
        _loads.Clear();
        _candidates.Clear();
        foreach (var account in _ordered)
        {
            var age = now - account.ReceivedAt;
            if (age > silentAfter || account.Report.Draining)
                continue;
            var believed = account.Believed(now);
            _candidates.Add(new Candidate(believed.Id, believed.Load, account.Report.Load, believed.Limit, age));
            if (open.MayTry(believed.Id, account.Report.Sequence))
                _loads.Add(believed);
        }

        return CollectionsMarshal.AsSpan(_loads);
    }

    /// <summary>The largest grant that one of the substations can make to a request.</summary>
    public static Kilowatts MaxOf(ReadOnlySpan<SubstationLoad> loads, Kilowatts amount)
    {
        var most = Kilowatts.Zero;
        foreach (ref readonly var load in loads)
            if (load.Free > most)
                most = load.Free;
        return Kilowatts.Min(amount, most);
    }

    /// <summary>The largest free power of any substation.</summary>
    public Kilowatts LargestFree(DateTimeOffset now)
    {
        var largest = Kilowatts.Zero;
        foreach (var account in _ordered)
            if (Takes(account, now) && account.Believed(now).Free is var free && free > largest)
                largest = free;
        return largest;
    }

    /// <summary>The sum of the limits of the substations that accept new sessions.</summary>
    public Kilowatts Capacity(DateTimeOffset now) =>
        Takers(now).Aggregate(Kilowatts.Zero, (sum, account) => sum + account.Believed(now).Limit);

    /// <summary>The largest limit of any substation.</summary>
    public Kilowatts LargestLimit(DateTimeOffset now) =>
        Takers(now).Select(account => account.Believed(now).Limit).DefaultIfEmpty(Kilowatts.Zero).Max();

    /// <summary>Whether an amount exceeds every limit now, but would fit without the demand-response events.</summary>
    public bool IsCurtailed(Kilowatts amount, DateTimeOffset now) =>
        amount > LargestLimit(now) && Takers(now).Any(account => account.Report.Rating >= amount);

    /// <summary>The free power of a substation; zero where it is no candidate.</summary>
    public Kilowatts FreeAt(SubstationId substation, DateTimeOffset now) =>
        _accounts.TryGetValue(substation, out var account) && Takes(account, now)
            ? account.Believed(now).Free
            : Kilowatts.Zero;

    /// <summary>
    /// When one substation is expected to have an amount free, by the reports; null where none is large enough.
    /// </summary>
    public TimeSpan? FreeIn(Kilowatts amount, DateTimeOffset now) =>
        Takers(now).Select(account => account.FreeIn(amount, now)).Min();

    /// <summary>The answer to a request whose session runs, with the load of its substation before and after.</summary>
    public ChargeOutcome.Accepted Accepted(SessionStarted reply)
    {
        var session = reply.Session;
        var report = session.Substation == reply.Report.Substation
            ? reply.Report
            : _accounts.GetValueOrDefault(session.Substation)?.Report;
        var load = report?.Load ?? session.Granted;
        return new ChargeOutcome.Accepted(
            session, session.TakesPower ? load.Less(session.Granted) : load, load, report?.Rating ?? load);
    }

    private bool Takes(SubstationAccount account, DateTimeOffset now) =>
        IsFresh(account, now) && !account.Report.Draining;

    private bool IsFresh(SubstationAccount account, DateTimeOffset now) => now - account.ReceivedAt <= silentAfter;

    private void Order() =>
        _ordered = [.. _accounts.Values.OrderBy(account => account.Report.Substation.Value, StringComparer.Ordinal)];
}
