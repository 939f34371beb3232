namespace AkkaGrid.Core.Charging;

/// <summary>
/// The order in which the sessions of a substation are looked for on record: first those whose records others are known to have
/// written, then all that run or are over, in turn.
/// </summary>
internal sealed class ReviewQueue<TCaller>
{
    private readonly Queue<BookedSession<TCaller>> _told = new();
    private readonly Queue<BookedSession<TCaller>> _turns = new();

    /// <summary>Whether others are known to have written the record of one.</summary>
    public bool HasTold => _told.Count > 0;

    /// <summary>Gives a session its turn, if it has none.</summary>
    public void Add(BookedSession<TCaller> entry)
    {
        if (entry.HasTurn || !IsReviewed(entry))
            return;
        entry.HasTurn = true;
        _turns.Enqueue(entry);
    }

    /// <summary>Another than this substation has written the record of a session.</summary>
    public void Tell(BookedSession<TCaller> entry) => _told.Enqueue(entry);

    /// <summary>The next sessions to look for.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="isBooked">Whether the substation still has a session.</param>
    public IReadOnlyList<SessionId> Next(int count, Func<BookedSession<TCaller>, bool> isBooked)
    {
        var next = new List<SessionId>();
        while (next.Count < count && _told.TryDequeue(out var told))
            if (IsReviewed(told) && isBooked(told))
                next.Add(told.Session.Id);
        for (var turns = Math.Min(count - next.Count, _turns.Count); turns > 0; turns--)
        {
            var entry = _turns.Dequeue();
            entry.HasTurn = isBooked(entry) && IsReviewed(entry);
            if (!entry.HasTurn)
                continue;
            _turns.Enqueue(entry);
            next.Add(entry.Session.Id);
        }

        return next;
    }

    // Of one that is pending its record will tell; one that is invalid stands nowhere.
    private static bool IsReviewed(BookedSession<TCaller> entry) => entry.Session.State is SessionState.Active or SessionState.Completed;
}
