namespace AkkaGrid.Core.Charging;

/// <summary>
/// Which vehicles have a session that is meant to run still, as far as the balancer knows: one may have ended before
/// its time, so its substation is asked before that is held against anybody.
/// </summary>
internal sealed class VehicleSessions
{
    private readonly Dictionary<VehicleTag, VehicleSession> _sessions = [];
    private readonly PriorityQueue<VehicleTag, DateTimeOffset> _ends = new();

    /// <summary>A session of a vehicle runs.</summary>
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

    /// <summary>A session of a vehicle has ended.</summary>
    public void Remove(VehicleTag vehicle, SessionId session)
    {
        if (_sessions.TryGetValue(vehicle, out var present) && present.Session == session)
            _sessions.Remove(vehicle);
    }

    /// <summary>Drops those that are over.</summary>
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
/// <param name="Substation">Where it charges.</param>
/// <param name="Until">When it ends by itself, in the balancer's clock.</param>
internal readonly record struct VehicleSession(SessionId Session, SubstationId Substation, DateTimeOffset Until);
