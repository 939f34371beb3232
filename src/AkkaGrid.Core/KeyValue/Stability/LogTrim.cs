using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Decides how far the log can be cut off: every member of the replica set has what goes, and it is older than latecomers
/// and watchers are waited for, or the log too large.
/// </summary>
internal static class LogTrim
{
    /// <summary>The new horizon of the log.</summary>
    /// <param name="storage">The log.</param>
    /// <param name="stable">What every member has, folded incarnations included.</param>
    /// <param name="options">How long and how much is kept.</param>
    /// <param name="now">The time.</param>
    public static VectorClock Plan(IReplicaStorage storage, Coverage stable, ReplicaOptions options, DateTimeOffset now)
    {
        var horizon = storage.State.LogHorizon;
        var limits = stable.Clock.Entries
            .Concat(stable.Folds.All.Where(fold => !fold.IsTrimmed && fold.Final > 0).Select(fold => new Dot(fold.Incarnation, fold.Final)))
            .Where(limit => !horizon.Covers(limit))
            .ToList();
        if (limits.Count == 0)
            return horizon;
        var keptSince = KeptSince(storage, limits, horizon, options, now);
        return limits
            .Select(limit => limit with { Sequence = LastBefore(storage, limit, horizon[limit.Origin], keptSince) })
            .Where(last => last.Sequence > 0)
            .Aggregate(horizon, (cut, last) => cut.With(last));
    }

    /// <summary>The time from which updates are kept: nearer the more the log is over its size.</summary>
    private static DateTimeOffset KeptSince(
        IReplicaStorage storage, List<Dot> limits, VectorClock horizon, ReplicaOptions options, DateTimeOffset now)
    {
        var byAge = now - options.LogRetention;
        var excess = storage.LogBytes - options.LogRetentionBytes;
        if (excess <= 0)
            return byAge;
        var oldest = limits.Select(limit => TimeOf(storage, limit.Origin, horizon[limit.Origin] + 1) ?? now).Min();
        var bySize = oldest + ((now - oldest) * ((double)excess / storage.LogBytes));
        return byAge > bySize ? byAge : bySize;
    }

    /// <summary>The last update up to a limit that was made before a time. Times ascend along an origin's log.</summary>
    private static ulong LastBefore(IReplicaStorage storage, Dot limit, ulong from, DateTimeOffset time)
    {
        var (low, high) = (from, limit.Sequence);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (TimeOf(storage, limit.Origin, middle) is { } made && made > time)
                high = middle - 1;
            else
                low = middle;
        }

        return low;
    }

    private static DateTimeOffset? TimeOf(IReplicaStorage storage, Incarnation origin, ulong sequence) =>
        storage.ReadLog(origin, sequence).FirstOrDefault()?.Timestamp.Time;
}
