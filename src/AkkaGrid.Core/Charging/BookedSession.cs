namespace AkkaGrid.Core.Charging;

/// <summary>A session in its substation's <see cref="SessionBook{TCaller}"/>, and the progress of its record.</summary>
internal sealed class BookedSession<TCaller>(ChargingSession session)
{
    /// <summary>The current state of the session.</summary>
    public ChargingSession Session { get; set; } = session;

    /// <summary>Whether the record on disk equals <see cref="Session"/>.</summary>
    public bool Durable { get; set; }

    /// <summary>
    /// When the retention of the ended session began; null for its end. A record may name an end that the current clock
    /// has not reached: that does not prolong the retention.
    /// </summary>
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>Whether it is in the queue of sessions whose records are reviewed in turn.</summary>
    public bool HasTurn { get; set; }

    /// <summary>Whether a record of it is being written.</summary>
    public bool InFlight { get; set; }

    /// <summary>
    /// Whether it was ended early and its record does not say so yet: after a restart it would run again, so its power
    /// must not be granted to another session until then.
    /// </summary>
    public bool HoldsPower { get; set; }

    /// <summary>The stage of the session.</summary>
    public SessionStage Stage => SessionLifecycle.StageOf(Session, Durable);

    /// <summary>The callers that wait for its start, with the numbers of their reservations.</summary>
    public List<(TCaller Caller, long Number)> Starters { get; } = [];

    /// <summary>The callers that wait for the record of its end.</summary>
    public List<TCaller> Cancellers { get; } = [];

    /// <summary>Removes and returns <see cref="Starters"/>: each is answered once.</summary>
    public IReadOnlyList<(TCaller Caller, long Number)> TakeStarters()
    {
        var starters = Starters.ToArray();
        Starters.Clear();
        return starters;
    }
}
