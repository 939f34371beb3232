namespace AkkaGrid.Core.Charging;

/// <summary>
/// The requests that wait for room, bounded: by priority, then by arrival, with ageing. A level of priority is worth
/// some time of waiting, so the order of two requests never changes, and none is overtaken for ever.
/// </summary>
/// <param name="capacity">How many wait at the most.</param>
/// <param name="priorityWorth">How much earlier a request counts as having come for each level of its priority.</param>
internal sealed class WaitingQueue(int capacity, TimeSpan priorityWorth)
{
    private readonly SortedSet<OpenRequest> _requests = new(Comparer<OpenRequest>.Create((left, right) =>
    {
        var byRank = (left.ArrivedAt - (priorityWorth * (int)left.Request.Priority))
            .CompareTo(right.ArrivedAt - (priorityWorth * (int)right.Request.Priority));
        return byRank != 0 ? byRank : left.Request.SessionId.CompareTo(right.Request.SessionId);
    }));

    /// <summary>How many wait.</summary>
    public int Count => _requests.Count;

    /// <summary>Those that wait, the next first.</summary>
    public IReadOnlyCollection<OpenRequest> Requests => _requests;

    /// <summary>Lets a request wait.</summary>
    /// <returns>
    /// Who has to go for it: the last one, which may be the request itself; null where there is room.
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
    /// The first, of those that come after another, for which so much is enough; null where there is none.
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

    /// <summary>Those that wait, the next first, as they are shown.</summary>
    /// <param name="fleet">Tells when there will be room.</param>
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
