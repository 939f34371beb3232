namespace AkkaGrid.Core.Charging;

/// <summary>
/// The power that the sessions of one substation use: the exact sum, and when each share is released.
/// </summary>
internal sealed class PowerAccount
{
    private readonly SortedSet<Share> _shares = new(Comparer<Share>.Create(static (left, right) =>
        left.End == right.End ? left.Session.CompareTo(right.Session) : left.End.CompareTo(right.End)));

    // Cached: the same for every report until a session starts or ends.
    private Release[]? _releases;

    /// <summary>The sum of all shares.</summary>
    public Kilowatts Load { get; private set; }

    /// <summary>How many sessions use power.</summary>
    public int Count => _shares.Count;

    /// <summary>When the next share is released; null where no session uses power.</summary>
    public DateTimeOffset? NextEnd => _shares.Count == 0 ? null : _shares.Min.End;

    /// <summary>The next releases, as a load report lists them.</summary>
    public IReadOnlyList<Release> NextReleases => _releases ??=
        [.. _shares.Take(LoadReport.MaxReleases).Select(share => new Release(share.End, share.Amount))];

    /// <summary>The sessions that have reached their end, the earliest first.</summary>
    public IReadOnlyList<SessionId> DueAt(DateTimeOffset now) => NextEnd > now
        ? []
        : [.. _shares.TakeWhile(share => share.End <= now).Select(share => share.Session)];

    /// <summary>Adds the share of a session.</summary>
    public void Add(ChargingSession session)
    {
        if (!_shares.Add(ShareOf(session)))
            return;
        _releases = null;
        Load += session.Granted;
    }

    /// <summary>Removes the share of a session, if it has one.</summary>
    public void Remove(ChargingSession session)
    {
        if (!_shares.Remove(ShareOf(session)))
            return;
        _releases = null;
        Load = Load.Less(session.Granted);
    }

    private static Share ShareOf(ChargingSession session) => new(session.ExpectedEnd, session.Id, session.Granted);

    private readonly record struct Share(DateTimeOffset End, SessionId Session, Kilowatts Amount);
}
