using AkkaGrid.Core.Charging.Blocking;

namespace AkkaGrid.Core.Charging;

/// <summary>A request that is not answered yet.</summary>
internal sealed class OpenRequest(
    ChargeRequest request, Ticket ticket, DateTimeOffset expiresAt, DateTimeOffset now, WaitBudget patience)
{
    // A substation that reports room and then refuses the request must not keep it in an endless loop.
    private const int MaxConfirmations = 8;

    // When each ticket last asked for it.
    private readonly Dictionary<Ticket, DateTimeOffset> _tickets = new() { [ticket] = now };
    private Dictionary<SubstationId, long>? _refusals;
    private int _refusalCount;

    public ChargeRequest Request { get; } = request;

    /// <summary>
    /// The smallest power that its substation may grant: the full amount, until that was found to fit nowhere.
    /// </summary>
    public Kilowatts AtLeast { get; private set; } = request.Amount;

    /// <summary>The power that is reserved for it.</summary>
    public Kilowatts Proposed { get; private set; } = request.Amount;

    public DateTimeOffset ExpiresAt { get; private set; } = expiresAt;

    /// <summary>When it first arrived at an edge.</summary>
    public DateTimeOffset ArrivedAt { get; } = now - patience.Waited;

    /// <summary>When its wait budget ends.</summary>
    public DateTimeOffset WaitsUntil { get; } = now + patience.Left;

    /// <summary>
    /// Whether its session belonged to a substation before it arrived: a repetition, which may be answered at once.
    /// </summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether it had to wait for room.</summary>
    public bool HasWaited { get; set; }

    public IEnumerable<Ticket> Tickets => _tickets.Keys;

    /// <summary>Whether a substation that has not reported yet may be large enough for it.</summary>
    public bool AwaitsRatings { get; set; }

    /// <summary>The session of its vehicle that must have ended first; null where none is known.</summary>
    public VehicleSession? HeldFor { get; set; }

    /// <summary>The substation that was asked to start its session; null while none is.</summary>
    public SubstationId? Home { get; set; }

    /// <summary>The number of the last message to that substation.</summary>
    public long Number { get; set; }

    public DateTimeOffset SentAt { get; set; }

    /// <summary>Whether the substations were probed since it arrived and since its last refusal.</summary>
    public bool Confirmed { get; private set; }

    /// <summary>Whether every substation answered that probe: no substation is silent.</summary>
    public bool IsConfirmedByAll { get; private set; }

    /// <summary>Records that a round of probes has ended.</summary>
    /// <param name="byAll">Whether every substation has answered.</param>
    public void Confirm(bool byAll) => (Confirmed, IsConfirmedByAll) = (true, byAll);

    public void Join(Ticket ticket, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        _tickets[ticket] = now;
        if (expiresAt > ExpiresAt)
            ExpiresAt = expiresAt;
    }

    /// <returns>Whether no ticket asks for it any more.</returns>
    public bool Leave(Ticket ticket)
    {
        _tickets.Remove(ticket);
        return _tickets.Count == 0;
    }

    /// <summary>The tickets that have not asked for it for the given time.</summary>
    public IEnumerable<Ticket> LapsedAt(DateTimeOffset now, TimeSpan life) =>
        _tickets.Where(ticket => now - ticket.Value >= life).Select(ticket => ticket.Key);

    /// <summary>
    /// The outcome that an answer gives it; null for answers that do not depend on room, and for repetitions.
    /// </summary>
    public RequestOutcome? OutcomeBy(ChargeOutcome outcome) => outcome switch
    {
        _ when IsRepeated => null,
        ChargeOutcome.Accepted { Session: var session } when session.Substation != Home => null,
        ChargeOutcome.Accepted { Session: var session } when session.Granted < Request.Amount =>
            RequestOutcome.AcceptedWithLess,
        ChargeOutcome.Accepted when HasWaited => RequestOutcome.AcceptedAfterWaiting,
        ChargeOutcome.Accepted => RequestOutcome.Accepted,
        ChargeOutcome.NoCapacity or ChargeOutcome.Curtailed => RequestOutcome.Refused,
        _ => null,
    };

    public void AskForAll() => (AtLeast, Proposed) = (Request.Amount, Request.Amount);

    /// <summary>Accepts less than the full amount, down to the least.</summary>
    public void AskForLess(Kilowatts proposed) => (AtLeast, Proposed) = (Request.Least, proposed);

    /// <summary>Excludes a substation until it has reported again.</summary>
    public void RefusedBy(SubstationId substation, long sequence)
    {
        (_refusals ??= [])[substation] = sequence;
        (Confirmed, IsConfirmedByAll) = (++_refusalCount > MaxConfirmations, false);
    }

    public bool MayTry(SubstationId substation, long sequence) =>
        _refusals is null || !_refusals.TryGetValue(substation, out var refusedAt) || sequence > refusedAt;
}
