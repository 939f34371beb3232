namespace AkkaGrid.Core.Charging;

/// <summary>
/// The reservations of one term: each has a number that no other has, counts against its substation's power until a
/// report has applied it, and binds its session to that substation.
/// </summary>
/// <param name="epoch">The epoch they are sent under.</param>
/// <param name="fleet">The substations.</param>
/// <param name="homes">Where sessions belong.</param>
/// <param name="decisions">Why they are made.</param>
/// <param name="settings">
/// How long a reservation lives, and how long substations keep the keys of ended sessions.
/// </param>
internal sealed class Reservations(
    FencingEpoch epoch, Fleet fleet, SessionOwners homes, DecisionLog decisions, DispatcherSettings settings)
{
    private const int EpochShift = 32;

    // No two terms of one node share a number. Terms of two nodes may, but a substation answers only the sender.
    private long _number = epoch.Number << EpochShift;

    /// <summary>Reserves power for a request at a substation, again where that was done before.</summary>
    /// <remarks>Nothing is sent while the substation is out of reach.</remarks>
    public void Make(OpenRequest open, SubstationId substation, DateTimeOffset now, List<IDispatcherEffect> effects)
    {
        open.SentAt = now;
        open.Home = substation;

        // A home out of reach is tried again when it is back, and nothing else meanwhile: one that is frozen would find
        // all of it when it goes on, and its node may have been given up by then.
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
