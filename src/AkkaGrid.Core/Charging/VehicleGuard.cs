namespace AkkaGrid.Core.Charging;

/// <summary>
/// Holds requests of vehicles that already have a session, where a vehicle may have only one: it asks the session's
/// substation whether the session still runs.
/// </summary>
/// <param name="fleet">The substations.</param>
/// <param name="settings">
/// Whether a vehicle may have only one session, and after how long a substation is asked again.
/// </param>
internal sealed class VehicleGuard(Fleet fleet, DispatcherSettings settings)
{
    private readonly VehicleSessions _sessions = new();

    /// <summary>Records the sessions that a substation has reported.</summary>
    public void Know(SubstationId substation, IEnumerable<KnownSession> sessions, DateTimeOffset now)
    {
        if (!settings.OneSessionPerVehicle)
            return;
        foreach (var session in sessions)
            if (session.Vehicle is { } vehicle && session.Remaining > TimeSpan.Zero)
                _sessions.Set(vehicle, new VehicleSession(session.Id, substation, now + session.Remaining));
    }

    /// <summary>Records a session that runs.</summary>
    /// <param name="session">The session.</param>
    /// <param name="clock">The time at the substation that reported it.</param>
    /// <param name="now">The balancer's time.</param>
    public void Started(ChargingSession session, DateTimeOffset clock, DateTimeOffset now)
    {
        if (settings.OneSessionPerVehicle && session.RemainingAt(clock) is var left && left > TimeSpan.Zero)
            _sessions.Set(
                VehicleTag.Of(session.Request.Vehicle), new VehicleSession(session.Id, session.Substation, now + left));
    }

    /// <summary>Whether a request must wait until it is known whether the session of its vehicle still runs.</summary>
    public bool Holds(OpenRequest open, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        open.HeldFor = settings.OneSessionPerVehicle ? _sessions.Find(VehicleTag.Of(open.Request.Vehicle), now) : null;
        if (open.HeldFor is null)
            return false;
        Ask(open, now, effects);
        return true;
    }

    /// <summary>Asks again where an answer is overdue.</summary>
    /// <returns>
    /// The requests to refuse, because their vehicles' sessions must be assumed to run: no substation can be asked.
    /// </returns>
    public IReadOnlyList<OpenRequest> Tick(RequestBook requests, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        _sessions.Forget(now);
        if (!settings.OneSessionPerVehicle)
            return [];
        var vain = new List<OpenRequest>();
        foreach (var open in requests.Where(open =>
            open.HeldFor is not null && now - open.SentAt >= settings.ResendAfter))
        {
            if (fleet.IsFresh(open.HeldFor!.Value.Substation, now, out _))
                Ask(open, now, effects);
            else
                vain.Add(open);
        }

        return vain;
    }

    /// <summary>Handles a substation's answer about the state of a session.</summary>
    /// <returns>The requests that were held for it.</returns>
    public IReadOnlyList<OpenRequest> Shown(SessionShown reply, RequestBook requests)
    {
        var held = requests.Where(open => open.HeldFor?.Session == reply.Id);
        if (reply.Session is not { TakesPower: true })
            foreach (var open in held)
                _sessions.Remove(VehicleTag.Of(open.Request.Vehicle), reply.Id);
        return held;
    }

    /// <summary>The refusal of a request whose vehicle has a session.</summary>
    public static ChargeOutcome Refusal(OpenRequest open) =>
        new ChargeOutcome.VehicleCharging(open.HeldFor!.Value.Session, open.HeldFor.Value.Substation);

    private static void Ask(OpenRequest open, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        open.SentAt = now;
        effects.Add(new AskSession(open.HeldFor!.Value.Substation, new GetSession(open.HeldFor.Value.Session)));
    }
}
