using AkkaGrid.Core.Charging.Blocking;

namespace AkkaGrid.Core.Charging;

/// <summary>A request that is not answered yet.</summary>
internal sealed class OpenRequest(
    ChargeRequest request, Ticket ticket, DateTimeOffset expiresAt, DateTimeOffset now, WaitBudget patience)
{
    // A substation that refuses what it reports to have room for must not keep a request going round.
    private const int MaxConfirmations = 8;

    // When each was asked for last.
    private readonly Dictionary<Ticket, DateTimeOffset> _tickets = new() { [ticket] = now };
    private Dictionary<SubstationId, long>? _refusals;
    private int _refusalCount;

    public ChargeRequest Request { get; } = request;

    /// <summary>The least that its substation may grant: the amount, until that was found to fit nowhere.</summary>
    public Kilowatts AtLeast { get; private set; } = request.Amount;

    /// <summary>What is reserved for it.</summary>
    public Kilowatts Proposed { get; private set; } = request.Amount;

    public DateTimeOffset ExpiresAt { get; private set; } = expiresAt;

    /// <summary>When it first came to an edge.</summary>
    public DateTimeOffset ArrivedAt { get; } = now - patience.Waited;

    /// <summary>From then on it does not wait for room any more.</summary>
    public DateTimeOffset WaitsUntil { get; } = now + patience.Left;

    /// <summary>
    /// Whether its session was bound to a substation before it came: a repetition, which may be answered at once.
    /// </summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether it had to wait for room.</summary>
    public bool HasWaited { get; set; }

    public IEnumerable<Ticket> Tickets => _tickets.Keys;

    /// <summary>Whether a substation that is not heard of yet may be large enough for it.</summary>
    public bool AwaitsRatings { get; set; }

    /// <summary>The session of its vehicle that has to have ended first; null where none is known.</summary>
    public VehicleSession? HeldFor { get; set; }

    /// <summary>The substation that was asked; null while none is.</summary>
    public SubstationId? Home { get; set; }

    /// <summary>The number of the last message to it.</summary>
    public long Number { get; set; }

    public DateTimeOffset SentAt { get; set; }

    /// <summary>
    /// Whether the substations were asked for their loads since it came, and since it was refused last.
    /// </summary>
    public bool Confirmed { get; private set; }

    /// <summary>
    /// Whether each substation has answered when they were asked last: nothing of them is unheard of then.
    /// </summary>
    public bool IsConfirmedByAll { get; private set; }

    /// <summary>The substations were asked for their loads.</summary>
    /// <param name="byAll">Whether each has answered.</param>
    public void Confirm(bool byAll) => (Confirmed, IsConfirmedByAll) = (true, byAll);

    public void Join(Ticket ticket, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        _tickets[ticket] = now;
        if (expiresAt > ExpiresAt)
            ExpiresAt = expiresAt;
    }

    /// <returns>Whether nobody asks for it any more.</returns>
    public bool Leave(Ticket ticket)
    {
        _tickets.Remove(ticket);
        return _tickets.Count == 0;
    }

    /// <summary>The tickets that were not asked for again for so long.</summary>
    public IEnumerable<Ticket> LapsedAt(DateTimeOffset now, TimeSpan life) =>
        _tickets.Where(ticket => now - ticket.Value >= life).Select(ticket => ticket.Key);

    /// <summary>What an answer makes of it; null where room was not the question, or was answered before.</summary>
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

    /// <summary>Takes what fits, as long as that is of use.</summary>
    public void AskForLess(Kilowatts proposed) => (AtLeast, Proposed) = (Request.Least, proposed);

    /// <summary>Leaves a substation out until it has reported again.</summary>
    public void RefusedBy(SubstationId substation, long sequence)
    {
        (_refusals ??= [])[substation] = sequence;
        (Confirmed, IsConfirmedByAll) = (++_refusalCount > MaxConfirmations, false);
    }

    public bool MayTry(SubstationId substation, long sequence) =>
        _refusals is null || !_refusals.TryGetValue(substation, out var refusedAt) || sequence > refusedAt;
}
