namespace AkkaGrid.Core.Charging;

/// <summary>
/// The bounded queue of requests that wait for room: ordered by priority, then by arrival, with ageing. A level of
/// priority counts as some time of waiting, so the order of two requests never changes, and no request is overtaken for
/// ever.
/// </summary>
/// <param name="capacity">The maximum number of requests.</param>
/// <param name="priorityWorth">
/// How much earlier a request counts as having arrived, for each level of its priority.
/// </param>
internal sealed class WaitingQueue(int capacity, TimeSpan priorityWorth)
{
    private readonly SortedSet<OpenRequest> _requests = new(Comparer<OpenRequest>.Create((left, right) =>
    {
        var byRank = (left.ArrivedAt - (priorityWorth * (int)left.Request.Priority))
            .CompareTo(right.ArrivedAt - (priorityWorth * (int)right.Request.Priority));
        return byRank != 0 ? byRank : left.Request.SessionId.CompareTo(right.Request.SessionId);
    }));

    /// <summary>How many requests wait.</summary>
    public int Count => _requests.Count;

    /// <summary>The requests, the next first.</summary>
    public IReadOnlyCollection<OpenRequest> Requests => _requests;

    /// <summary>Adds a request.</summary>
    /// <returns>
    /// The request that must leave because the queue is full: the last one, which may be the new one; null where there
    /// is room.
    /// </returns>
    public OpenRequest? Add(OpenRequest request)
    {
        _requests.Add(request);
        if (_requests.Count <= capacity)
            return null;
        var last = _requests.Max!;
        _requests.Remove(last);
        return last;
    }

    /// <summary>
    /// The first request, of those after another one, that accepts an amount; null where there is none.
    /// </summary>
    public OpenRequest? FirstThatTakes(Kilowatts free, OpenRequest? after = null)
    {
        if (_requests.Count == 0)
            return null;
        foreach (var request in _requests)
            if (request.Request.Least <= free && (after is null || _requests.Comparer.Compare(request, after) > 0))
                return request;
        return null;
    }

    /// <summary>The requests as they are displayed, the next first.</summary>
    /// <param name="fleet">Predicts when there will be room.</param>
    /// <param name="now">The balancer's time.</param>
    public IEnumerable<WaitingRequest> Describe(Fleet fleet, DateTimeOffset now) =>
        _requests.Select((open, index) => new WaitingRequest(
            open.Request.SessionId,
            open.Request.Vehicle,
            open.Request.Amount,
            open.Request.Priority,
            index + 1,
            now - open.ArrivedAt,
            fleet.FreeIn(open.Request.Least, now)));

    public bool Remove(OpenRequest request) => _requests.Remove(request);
}
