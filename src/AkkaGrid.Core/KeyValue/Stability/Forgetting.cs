using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// What a replica has forgotten, and what it may forget next: incarnations that have ended, tombstones as soon as they are
/// stable, the log some time later.
/// </summary>
/// <param name="storage">What there is to forget.</param>
/// <param name="options">How long and how much is kept.</param>
internal sealed class Forgetting(IReplicaStorage storage, ReplicaOptions options)
{
    private readonly TombstoneSweep _tombstones = new(storage);
    private long _trimmedAt;

    /// <summary>The incarnations that have ended.</summary>
    public Folds Folds { get; private set; } = Folds.None;

    /// <summary>Covers every tombstone that was collected.</summary>
    public VectorClock Horizon { get; private set; } = VectorClock.Empty;

    /// <summary>What this replica has found every member to have.</summary>
    public VectorClock Stable { get; private set; } = VectorClock.Empty;

    /// <summary>What the log holds no more.</summary>
    public VectorClock LogHorizon { get; private set; } = VectorClock.Empty;

    /// <summary>Goes on from what is on disk.</summary>
    public void Load(ReplicaState state)
    {
        (Folds, Horizon, Stable, LogHorizon) = (state.Folds, state.Horizon, state.Stable, state.LogHorizon);

        // An end that all have agreed on is the only reason to leave the clock; what earlier versions wrote does not say so.
        foreach (var fold in state.Folds.All.Where(fold => fold is { IsAgreed: true, IsUnderstood: false, Final: > 0 } && state.Clock[fold.Incarnation] == 0))
            Folds = Folds.With(fold with { IsUnderstood = true });
    }

    /// <summary>Takes note that an update has been brought again.</summary>
    public void Restated(RestatedUpdate original, bool isRenewed) =>
        Folds = Folds.With(Fold.Restating(original.Dot, original.Final, isRenewed));

    /// <summary>
    /// Folds the incarnations of which every member has the same, and none will ever have more. They leave the clock two
    /// rounds later. Once all members have agreed, one that is not named can only be known; once all members know that, it
    /// need not be named. A start that has nothing of it, and meets a member that has not agreed yet, is thus never taken
    /// for one that has: that member's agreement counts the start, and so does everybody's after it.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public bool FoldEnded(CausalStability stability, IReadOnlyCollection<Incarnation> withheld, CausalStash<Update> stash)
    {
        foreach (var orphan in stability.Orphaned(stash.HeldOrigins, withheld).ToList())
            stash.Drop(orphan);
        var ended = stability.IsComplete(withheld)
            ? stability.Ended(withheld).Where(last => stash.Delivered[last.Origin] == last.Sequence).ToList()
            : [];
        foreach (var last in ended)
            Folds = Folds.With(new Fold(last.Origin, last.Sequence));
        var understood = stability.Understood().ToList();
        foreach (var fold in understood)
            Folds = Folds.With(fold with { IsUnderstood = true });
        var unnamed = stability.Unnamed().ToList();
        foreach (var last in unnamed)
        {
            stash.Fold(last.Origin, Folds.EndOf(last.Origin));
            Horizon = Horizon.Without(last.Origin);
            Stable = Stable.Without(last.Origin);
        }

        return ended.Count + understood.Count + unnamed.Count > 0;
    }

    /// <summary>Finds what every member has by now.</summary>
    /// <returns>Whether that is more than before.</returns>
    public bool Advance(CausalStability stability, IReadOnlyCollection<Incarnation> withheld, VectorClock delivered)
    {
        // What has left the clock since the last commit is not to come back through what was found by that.
        var found = stability.IsComplete(withheld) ? Stable.Join(stability.Stable) : Stable;
        var before = Stable;
        Stable = VectorClock.Of(found.Entries.Where(delivered.Covers));
        return !Stable.Equals(before);
    }

    /// <summary>Tombstones that have become stable, with their key.</summary>
    /// <param name="stable">What every member has found every member to have, folded incarnations included.</param>
    public IReadOnlyList<KeyValuePair<Dot, Key>> Tombstones(Coverage stable) => _tombstones.Take(stable, options.SweepBatch);

    /// <summary>Takes note that the tombstones of a key are collected.</summary>
    public void Collected(VersionSet tombstones) =>
        Horizon = tombstones.Dots.Where(tombstone => !Folds.Covers(tombstone)).Aggregate(Horizon, (horizon, tombstone) => horizon.With(tombstone));

    /// <summary>Cuts the log off, from time to time.</summary>
    /// <param name="stable">What every member has found every member to have, folded incarnations included.</param>
    /// <param name="tick">The present tick.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether anything changed.</returns>
    public bool TrimLog(Coverage stable, long tick, DateTimeOffset now)
    {
        if (tick - _trimmedAt < options.LogTrimTicks)
            return false;
        _trimmedAt = tick;
        var horizon = LogTrim.Plan(storage, stable, options, now);
        if (horizon.Equals(storage.State.LogHorizon))
            return false;
        LogHorizon = horizon;
        Folds = Folds.All.Where(fold => !fold.IsTrimmed && horizon.Covers(new Dot(fold.Incarnation, fold.Final))).ToList()
            .Aggregate(Folds, (folds, fold) => folds.Trimmed(fold.Incarnation));
        return true;
    }
}
