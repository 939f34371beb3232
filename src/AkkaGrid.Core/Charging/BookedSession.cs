namespace AkkaGrid.Core.Charging;

/// <summary>
/// A session in its substation's <see cref="SessionBook{TCaller}"/>, and how far its record has come.
/// </summary>
internal sealed class BookedSession<TCaller>(ChargingSession session)
{
    /// <summary>The session as it is now.</summary>
    public ChargingSession Session { get; set; } = session;

    /// <summary>Whether the record says what <see cref="Session"/> says.</summary>
    public bool Durable { get; set; }

    /// <summary>
    /// Since when it is kept as one that has ended; null for since its end. A record may name an end that the present
    /// clock has not reached: it is not kept the longer for that.
    /// </summary>
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>Whether it is among those that are looked for on record in turn.</summary>
    public bool HasTurn { get; set; }

    /// <summary>Whether a record of it is being written.</summary>
    public bool InFlight { get; set; }

    /// <summary>
    /// Whether it ended before its time and the record does not say so yet: read again, it would run on, so its power
    /// is nobody else's until then.
    /// </summary>
    public bool HoldsPower { get; set; }

    /// <summary>The stage of its life.</summary>
    public SessionStage Stage => SessionLifecycle.StageOf(Session, Durable);

    /// <summary>The callers that wait for its start, with the numbers of their reservations.</summary>
    public List<(TCaller Caller, long Number)> Starters { get; } = [];

    /// <summary>The callers that wait for the record of its end.</summary>
    public List<TCaller> Cancellers { get; } = [];

    /// <summary>Gives out <see cref="Starters"/>: each is answered once.</summary>
    public IReadOnlyList<(TCaller Caller, long Number)> TakeStarters()
    {
        var starters = Starters.ToArray();
        Starters.Clear();
        return starters;
    }
}
