using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Holds the horizon, and refuses updates that were written without knowing everything that it covers: they may be
/// concurrent to a collected tombstone, and may only come by a merge, which reissues them.
/// </summary>
/// <param name="horizon">The horizon on disk.</param>
internal sealed class HorizonGuard(VectorClock horizon)
{
    // The causes of an incarnation's updates only grow: if one update knows the horizon, so do all later ones of that
    // incarnation, but none before it need do so.
    private readonly Dictionary<Incarnation, ulong> _awareFrom = [];

    /// <summary>
    /// Covers every tombstone that this replica has found stable, and the horizon of every state that it has merged.
    /// </summary>
    public VectorClock Horizon { get; private set; } = horizon;

    /// <summary>Whether an update with given causes knows the horizon.</summary>
    public bool Accepts(Dot update, VectorClock causes)
    {
        if (Horizon.IsEmpty || (_awareFrom.TryGetValue(update.Origin, out var first) && first <= update.Sequence))
            return true;
        if (!causes.WithAllBefore(update).Covers(Horizon))
            return false;
        _awareFrom[update.Origin] = update.Sequence;
        return true;
    }

    /// <summary>Raises the horizon.</summary>
    /// <returns>Whether it was raised.</returns>
    public bool Raise(IEnumerable<Dot> tombstones)
    {
        var raised = tombstones.Aggregate(Horizon, (horizon, tombstone) => horizon.With(tombstone));
        if (ReferenceEquals(raised, Horizon))
            return false;
        Set(raised);
        return true;
    }

    /// <summary>Replaces the horizon by that of a merged state, or by the same one written with another base.</summary>
    public void Set(VectorClock horizon)
    {
        Horizon = horizon;
        _awareFrom.Clear();
    }
}
