namespace AkkaGrid.Core.Charging;

/// <summary>
/// The sessions that should still run, by vehicle, as far as the balancer knows: one may have been ended early, so its
/// substation is asked before a request is refused because of it.
/// </summary>
internal sealed class VehicleSessions
{
    private readonly Dictionary<VehicleTag, VehicleSession> _sessions = [];
    private readonly PriorityQueue<VehicleTag, DateTimeOffset> _ends = new();

    /// <summary>Records that a session of a vehicle runs.</summary>
    public void Set(VehicleTag vehicle, VehicleSession session)
    {
        if (_sessions.TryGetValue(vehicle, out var present)
            && present.Until >= session.Until
            && present.Session != session.Session)
            return;
        _sessions[vehicle] = session;
        _ends.Enqueue(vehicle, session.Until);
    }

    /// <summary>The session of a vehicle; null where none is known.</summary>
    public VehicleSession? Find(VehicleTag vehicle, DateTimeOffset now) =>
        _sessions.TryGetValue(vehicle, out var session) && session.Until > now ? session : null;

    /// <summary>Removes the session of a vehicle, which has ended.</summary>
    public void Remove(VehicleTag vehicle, SessionId session)
    {
        if (_sessions.TryGetValue(vehicle, out var present) && present.Session == session)
            _sessions.Remove(vehicle);
    }

    /// <summary>Removes the sessions that are over.</summary>
    public void Forget(DateTimeOffset now)
    {
        while (_ends.TryPeek(out var vehicle, out var until) && until <= now)
        {
            _ends.Dequeue();
            if (_sessions.TryGetValue(vehicle, out var session) && session.Until <= now)
                _sessions.Remove(vehicle);
        }
    }
}

/// <summary>A session of a vehicle, as the balancer knows it.</summary>
/// <param name="Session">The session.</param>
/// <param name="Substation">The substation where it charges.</param>
/// <param name="Until">When it ends unless it is ended early, by the balancer's clock.</param>
internal readonly record struct VehicleSession(SessionId Session, SubstationId Substation, DateTimeOffset Until);
