using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.Charging.Blocking;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// The requests that are not answered yet, each once however many gateways ask for it, and which of them wait for room.
/// </summary>
/// <param name="settings">Times and bounds.</param>
internal sealed class RequestBook(DispatcherSettings settings)
{
    private readonly Dictionary<SessionId, OpenRequest> _open = [];
    private readonly Dictionary<VehicleId, OpenRequest> _vehicles = [];

    /// <summary>Those that wait for room.</summary>
    public WaitingQueue Queue { get; } = new(settings.MaxWaiting, settings.PriorityWorth);

    public int Count => _open.Count;

    public bool IsFull => _open.Count >= settings.MaxOpen;

    public bool Contains(SessionId session) => _open.ContainsKey(session);

    public bool TryGet(SessionId session, [NotNullWhen(true)] out OpenRequest? open) =>
        _open.TryGetValue(session, out open);

    /// <summary>The request of a vehicle that is under way; null where there is none.</summary>
    public OpenRequest? Of(VehicleId vehicle) => _vehicles.GetValueOrDefault(vehicle);

    public void Add(OpenRequest open)
    {
        _open.Add(open.Request.SessionId, open);

        // A repetition of an earlier key must not hide the request of the vehicle that is under way.
        _vehicles.TryAdd(open.Request.Vehicle, open);
    }

    /// <summary>Joins a ticket to its request where that is under way.</summary>
    /// <returns>Whether it is; then what to answer, where the key belongs to another request.</returns>
    public bool TryJoin(
        Ticket ticket,
        ChargeRequest request,
        DateTimeOffset expiresAt,
        DateTimeOffset now,
        out IReadOnlyList<IDispatcherEffect> effects)
    {
        effects = [];
        if (!_open.TryGetValue(request.SessionId, out var open))
            return false;
        if (open.Request == request)
            open.Join(ticket, expiresAt, now);
        else
            effects = [new Answer(ticket, new ChargeOutcome.KeyReused(request.SessionId))];
        return true;
    }

    public void Remove(OpenRequest open)
    {
        _open.Remove(open.Request.SessionId);
        if (Of(open.Request.Vehicle) == open)
            _vehicles.Remove(open.Request.Vehicle);
        Queue.Remove(open);
    }

    /// <summary>Those for which something holds now: they may be removed meanwhile.</summary>
    public IReadOnlyList<OpenRequest> Where(Func<OpenRequest, bool> holds) =>
        _open.Count == 0 ? [] : [.. _open.Values.Where(holds)];

    /// <summary>A client has hung up: where nobody else asks for it, its request waits no longer.</summary>
    public IEnumerable<RequestClosed> Withdraw(Ticket ticket, SessionId session)
    {
        if (!_open.TryGetValue(session, out var open) || !open.Leave(ticket) || !Queue.Remove(open))
            return [];
        return [Withdraw(open)];
    }

    /// <summary>Takes out a request that nobody asks for any more.</summary>
    public RequestClosed Withdraw(OpenRequest open)
    {
        Remove(open);
        return new RequestClosed(open.Request, RequestOutcome.Withdrawn, Session: null);
    }

    /// <summary>Takes out a request that is answered.</summary>
    /// <returns>The answers, to all that asked for it, and what became of it where that counts.</returns>
    public IReadOnlyList<IDispatcherEffect> Close(OpenRequest open, ChargeOutcome outcome)
    {
        Remove(open);
        var effects = new List<IDispatcherEffect>(open.Tickets.Select(ticket => new Answer(ticket, outcome)));
        if (open.OutcomeBy(outcome) is { } closedAs)
            effects.Add(new RequestClosed(open.Request, closedAs, (outcome as ChargeOutcome.Accepted)?.Session));
        return effects;
    }

    /// <summary>A gateway is gone.</summary>
    public IEnumerable<RequestClosed> Withdraw(string gateway) =>
        Withdraw(_open.Values, open => open.Tickets.Where(ticket => ticket.Gateway == gateway));

    /// <summary>
    /// Those that wait and that nobody asks for: their clients may have hung up while no balancer was in sight of their
    /// gateways.
    /// </summary>
    public IEnumerable<RequestClosed> Lapse(DateTimeOffset now) =>
        Withdraw(Queue.Requests, open => open.LapsedAt(now, settings.TicketLife));

    private RequestClosed[] Withdraw(
        IEnumerable<OpenRequest> requests, Func<OpenRequest, IEnumerable<Ticket>> tickets) =>
    [
        .. from gone in (from open in requests
                         from ticket in tickets(open)
                         select (Ticket: ticket, Session: open.Request.SessionId)).ToArray()
           from closed in Withdraw(gone.Ticket, gone.Session)
           select closed,
    ];
}
