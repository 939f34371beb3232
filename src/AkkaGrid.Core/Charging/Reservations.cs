namespace AkkaGrid.Core.Charging;

/// <summary>
/// Makes the reservations of one term: each has a unique number, counts against its substation's power until a report
/// has applied it, and binds its session to that substation.
/// </summary>
/// <param name="epoch">The epoch of the term.</param>
/// <param name="fleet">The substations.</param>
/// <param name="homes">The substation of each session.</param>
/// <param name="decisions">The decisions behind the reservations.</param>
/// <param name="settings">
/// How long a reservation is valid, and how long substations keep the keys of ended sessions.
/// </param>
internal sealed class Reservations(
    FencingEpoch epoch, Fleet fleet, SessionOwners homes, DecisionLog decisions, DispatcherSettings settings)
{
    private const int EpochShift = 32;

    // No two terms of one node share a number. Terms of two nodes may, but a substation answers only the sender.
    private long _number = epoch.Number << EpochShift;

    /// <summary>Reserves power for a request at a substation, or repeats the reservation.</summary>
    /// <remarks>Nothing is sent while the substation is silent.</remarks>
    public void Make(OpenRequest open, SubstationId substation, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        open.SentAt = now;
        open.Home = substation;

        // A silent home is tried again when it reports. Nothing is sent meanwhile: a frozen substation would process
        // all of it when it resumes, and by then its node may have been removed and the request placed elsewhere.
        if (!fleet.IsFresh(substation, now, out var account))
            return;

        account.Withdraw(open.Number);
        open.Number = ++_number;
        var left = open.ExpiresAt - now;
        var expiresAt = account.ClockAt(now) + (left < settings.ReservationLife ? left : settings.ReservationLife);
        account.Reserve(open.Number, open.Proposed, expiresAt);
        homes.Set(open.Request.SessionId, substation, open.ExpiresAt + settings.KeepEnded);
        effects.Add(new SendStart(
            substation,
            new StartSession(epoch, open.Number, open.Request, expiresAt)
            {
                AtLeast = open.AtLeast,
                Decision = decisions.Find(open.Request.SessionId, Decision.CandidatesKept),
            }));
    }
}
