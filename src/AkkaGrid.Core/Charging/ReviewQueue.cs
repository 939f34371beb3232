namespace AkkaGrid.Core.Charging;

/// <summary>
/// The order in which a substation reads the records of its sessions again: first those that another node has written,
/// then those of all sessions that run or have ended, in rotation.
/// </summary>
internal sealed class ReviewQueue<TCaller>
{
    private readonly Queue<BookedSession<TCaller>> _urgent = new();
    private readonly Queue<BookedSession<TCaller>> _turns = new();

    // This many of the next turns are urgent.
    private int _urgentTurns;

    /// <summary>Whether a record that another node may have written has not been read since.</summary>
    public bool HasUrgent => _urgent.Count > 0 || _urgentTurns > 0;

    /// <summary>Adds a session to the rotation, if it is not in it.</summary>
    public void Add(BookedSession<TCaller> entry)
    {
        if (entry.HasTurn || !IsReviewed(entry))
            return;
        entry.HasTurn = true;
        _turns.Enqueue(entry);
    }

    /// <summary>Moves up a session whose record another node has written.</summary>
    public void Expedite(BookedSession<TCaller> entry) => _urgent.Enqueue(entry);

    /// <summary>Makes all sessions urgent: another node may have written any record.</summary>
    public void ExpediteAll() => _urgentTurns = _turns.Count;

    /// <summary>The next sessions whose records to read.</summary>
    /// <param name="count">The maximum number.</param>
    /// <param name="isBooked">Whether the substation still has a session.</param>
    public IReadOnlyList<SessionId> Next(int count, Func<BookedSession<TCaller>, bool> isBooked)
    {
        var next = new List<SessionId>();
        while (next.Count < count && _urgent.TryDequeue(out var urgent))
            if (IsReviewed(urgent) && isBooked(urgent))
                next.Add(urgent.Session.Id);
        for (var turns = Math.Min(count - next.Count, _turns.Count); turns > 0; turns--)
        {
            var entry = _turns.Dequeue();
            _urgentTurns = Math.Max(0, _urgentTurns - 1);
            entry.HasTurn = isBooked(entry) && IsReviewed(entry);
            if (!entry.HasTurn)
                continue;
            _turns.Enqueue(entry);
            next.Add(entry.Session.Id);
        }

        return next;
    }

    // The write of a pending session's record will show its state; an invalid session stands for no key.
    private static bool IsReviewed(BookedSession<TCaller> entry) =>
        entry.Session.State is SessionState.Active or SessionState.Completed;
}
