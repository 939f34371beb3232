namespace AkkaGrid.Core.Charging;

/// <summary>Which substation a session belongs to, kept at least as long as that substation keeps its key.</summary>
internal sealed class SessionOwners
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly Dictionary<SessionId, (SubstationId Home, DateTimeOffset Until)> _homes = [];
    private readonly PriorityQueue<SessionId, DateTimeOffset> _queue = new();
    private readonly HashSet<SessionId> _queued = [];

    public SubstationId? Find(SessionId session) => _homes.TryGetValue(session, out var entry) ? entry.Home : null;

    public void Set(SessionId session, SubstationId home, DateTimeOffset until)
    {
        if (_queued.Add(session))
            _queue.Enqueue(session, until + Margin);
        _homes[session] = (home, until + Margin);
    }

    /// <summary>
    /// A substation has refused a session. Where another one has reported the session meanwhile, it belongs there.
    /// </summary>
    public void Leave(SessionId session, SubstationId home)
    {
        if (Find(session) == home)
            _homes.Remove(session);
    }

    public void Forget(DateTimeOffset now)
    {
        while (_queue.TryPeek(out var session, out var at) && at <= now)
        {
            _queue.Dequeue();
            if (_homes.TryGetValue(session, out var entry) && entry.Until > now)
            {
                _queue.Enqueue(session, entry.Until);
                continue;
            }

            _homes.Remove(session);
            _queued.Remove(session);
        }
    }
}
