namespace AkkaGrid.Core.Causality;

/// <summary>
/// The updates of one origin that wait, by sequence. Mostly there is one, and only for a moment: it stands by itself,
/// and no order is kept for it.
/// </summary>
/// <typeparam name="T">What is kept of an update.</typeparam>
internal sealed class HeldUpdates<T>
    where T : struct
{
    private readonly Dictionary<ulong, T> _bySequence = [];
    private readonly SortedSet<ulong> _order = [];
    private ulong _loneSequence;
    private T _lone;

    /// <summary>How many wait.</summary>
    public int Count => _bySequence.Count + (HasLone ? 1 : 0);

    /// <summary>The nearest sequence; 0 where none waits.</summary>
    public ulong Nearest => (HasLone, _order.Count) switch
    {
        (true, 0) => _loneSequence,
        (true, _) => Math.Min(_loneSequence, _order.Min),
        _ => _order.Min,
    };

    /// <summary>The farthest sequence; 0 where none waits.</summary>
    public ulong Farthest => _order.Count == 0 ? _loneSequence : Math.Max(_loneSequence, _order.Max);

    // Sequences count from 1.
    private bool HasLone => _loneSequence > 0;

    /// <summary>Whether a sequence waits.</summary>
    public bool Contains(ulong sequence) => sequence == _loneSequence ? HasLone : _bySequence.ContainsKey(sequence);

    /// <summary>Takes an update in; false where its sequence is there already.</summary>
    public bool TryAdd(ulong sequence, T update)
    {
        if (Contains(sequence))
            return false;
        if (Count == 0)
        {
            (_loneSequence, _lone) = (sequence, update);
            return true;
        }

        return _bySequence.TryAdd(sequence, update) && _order.Add(sequence);
    }

    /// <summary>Finds an update.</summary>
    public bool TryGet(ulong sequence, out T update)
    {
        if (sequence != _loneSequence || !HasLone)
            return _bySequence.TryGetValue(sequence, out update);
        update = _lone;
        return true;
    }

    /// <summary>Takes an update out.</summary>
    public T Remove(ulong sequence)
    {
        if (sequence == _loneSequence && HasLone)
        {
            var lone = _lone;
            (_loneSequence, _lone) = (0, default);
            return lone;
        }

        _bySequence.Remove(sequence, out var update);
        _order.Remove(sequence);
        return update;
    }
}
