namespace AkkaGrid.Core.Causality;

/// <summary>All that a replica has delivered: what its clock counts, and the incarnations that were folded out of it.</summary>
/// <param name="Clock">What is counted.</param>
/// <param name="Folds">What was folded.</param>
public readonly record struct Coverage(VectorClock Clock, Folds Folds)
{
    /// <summary>What a clock counts, with nothing folded.</summary>
    public static Coverage Of(VectorClock clock) => new(clock, Folds.None);

    /// <summary>Up to which update of an incarnation everything has been delivered.</summary>
    public ulong this[Incarnation incarnation] => Math.Max(Clock[incarnation], Folds.Reached(incarnation));

    /// <summary>Whether an update has been delivered.</summary>
    public bool Covers(Dot dot) => Clock.Covers(dot) || Folds.Covers(dot);

    /// <summary>Whether an update has been delivered as it was made, not as a restatement.</summary>
    public bool CoversOriginal(Dot dot) => Clock.Covers(dot) || Folds.EndOf(dot.Origin) >= dot.Sequence;

    /// <summary>Whether all that a clock counts has been delivered.</summary>
    public bool Covers(VectorClock clock)
    {
        if (Clock.Covers(clock))
            return true;
        foreach (var entry in clock.Entries)
        {
            if (!Covers(entry))
                return false;
        }

        return true;
    }

    /// <summary>How many of the updates that a clock counts have not been delivered.</summary>
    public ulong CountMissing(VectorClock clock)
    {
        var missing = 0UL;
        foreach (var entry in clock.Entries)
        {
            var reached = this[entry.Origin];
            missing += entry.Sequence > reached ? entry.Sequence - reached : 0;
        }

        return missing;
    }
}
