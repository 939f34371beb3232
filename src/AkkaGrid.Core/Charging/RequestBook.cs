using System.Diagnostics.CodeAnalysis;
using AkkaGrid.Core.Charging.Blocking;

namespace AkkaGrid.Core.Charging;

/// <summary>
/// The open requests, each once for any number of gateways that ask for it, and the queue of those that wait for room.
/// </summary>
/// <param name="settings">Times and limits.</param>
internal sealed class RequestBook(DispatcherSettings settings)
{
    private readonly Dictionary<SessionId, OpenRequest> _open = [];
    private readonly Dictionary<VehicleId, OpenRequest> _vehicles = [];

    /// <summary>The requests that wait for room.</summary>
    public WaitingQueue Queue { get; } = new(settings.MaxWaiting, settings.PriorityWorth);

    public int Count => _open.Count;

    public bool IsFull => _open.Count >= settings.MaxOpen;

    public bool Contains(SessionId session) => _open.ContainsKey(session);

    public bool TryGet(SessionId session, [NotNullWhen(true)] out OpenRequest? open) =>
        _open.TryGetValue(session, out open);

    /// <summary>The open request of a vehicle; null where it has none.</summary>
    public OpenRequest? Of(VehicleId vehicle) => _vehicles.GetValueOrDefault(vehicle);

    public void Add(OpenRequest open)
    {
        _open.Add(open.Request.SessionId, open);

        // A repetition of an earlier key must not replace the vehicle's open request.
        _vehicles.TryAdd(open.Request.Vehicle, open);
    }

    /// <summary>Adds a ticket to the open request of its session, if there is one.</summary>
    /// <returns>Whether there is one; then also the answer, where the key was used for another request.</returns>
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

    /// <summary>
    /// The requests that satisfy a predicate now, as a copy: they may be removed during the enumeration.
    /// </summary>
    public IReadOnlyList<OpenRequest> Where(Func<OpenRequest, bool> holds) =>
        _open.Count == 0 ? [] : [.. _open.Values.Where(holds)];

    /// <summary>Handles a client's disconnect: if no other client asks for the request, it stops waiting.</summary>
    public IEnumerable<RequestClosed> Withdraw(Ticket ticket, SessionId session)
    {
        if (!_open.TryGetValue(session, out var open) || !open.Leave(ticket) || !Queue.Remove(open))
            return [];
        return [Withdraw(open)];
    }

    /// <summary>Removes a request that no client asks for any more.</summary>
    public RequestClosed Withdraw(OpenRequest open)
    {
        Remove(open);
        return new RequestClosed(open.Request, RequestOutcome.Withdrawn, Session: null);
    }

    /// <summary>Removes a request that is answered.</summary>
    /// <returns>The answers to all tickets, and the request's outcome where it counts.</returns>
    public IReadOnlyList<IDispatcherEffect> Close(OpenRequest open, ChargeOutcome outcome)
    {
        Remove(open);
        var effects = new List<IDispatcherEffect>(open.Tickets.Select(ticket => new Answer(ticket, outcome)));
        if (open.OutcomeBy(outcome) is { } closedAs)
            effects.Add(new RequestClosed(open.Request, closedAs, (outcome as ChargeOutcome.Accepted)?.Session));
        return effects;
    }

    /// <summary>Handles the loss of a gateway.</summary>
    public IEnumerable<RequestClosed> Withdraw(string gateway) =>
        Withdraw(_open.Values, open => open.Tickets.Where(ticket => ticket.Gateway == gateway));

    /// <summary>
    /// Removes the waiting requests that no gateway asks for any more: their clients may have disconnected while their
    /// gateways had no balancer.
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
