namespace AkkaGrid.Core.Charging;

/// <summary>
/// The substation that each session belongs to, kept at least as long as that substation keeps the session's key.
/// </summary>
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
    /// Removes the owner of a session that a substation has refused, unless another substation has reported the session
    /// meanwhile: then it belongs there.
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
