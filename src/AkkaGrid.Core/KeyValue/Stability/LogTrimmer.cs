using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Decides up to which clock the log is trimmed: every member has what is dropped, and it was delivered here longer ago
/// than the retention time, or the log is too large.
/// </summary>
/// <remarks>
/// At intervals it records the clock with the elapsed time. It uses neither the timestamps of updates nor the time of
/// day, so setting a clock, here or elsewhere, changes nothing.
/// </remarks>
/// <param name="options">The retention time and size.</param>
internal sealed class LogTrimmer(ReplicaOptions options)
{
    private const int MaxMarks = 64;

    private readonly List<(TimeSpan At, long Bytes, VectorClock Clock)> _marks = [];
    private long _trimmedAt;

    /// <summary>The new horizon of the log; null where it does not change.</summary>
    /// <param name="state">The state on disk.</param>
    /// <param name="measure">Measures the log, in bytes.</param>
    /// <param name="stable">The clock of the stable updates.</param>
    /// <param name="tick">The current tick.</param>
    /// <param name="now">The time since a fixed moment.</param>
    public VectorClock? Plan(ReplicaState state, Func<long> measure, VectorClock stable, long tick, TimeSpan now)
    {
        if (tick - _trimmedAt < options.LogTrimTicks)
            return null;
        _trimmedAt = tick;
        var logBytes = measure();
        _marks.RemoveAll(mark => state.LogHorizon.Covers(mark.Clock));
        Mark(state.Clock, logBytes, now);
        var old = Math.Max(_marks.FindLastIndex(mark => mark.At <= now - options.LogRetention), LastBySize(logBytes));
        if (old < 0)
            return null;
        var cut = _marks[old].Clock.Meet(stable);
        var horizon = state.LogHorizon.Join(cut);
        return horizon.Equals(state.LogHorizon) ? null : horizon;
    }

    /// <summary>
    /// The last mark to drop because of the log's size: the same share of the marks, oldest first, as the log's excess.
    /// </summary>
    private int LastBySize(long logBytes)
    {
        var excess = logBytes - options.LogRetentionBytes;
        return excess <= 0 ? -1 : (int)Math.Ceiling(_marks.Count * ((double)excess / logBytes)) - 1;
    }

    /// <summary>Records the clock of the updates delivered so far.</summary>
    private void Mark(VectorClock delivered, long logBytes, TimeSpan now)
    {
        if (_marks.Count == MaxMarks)
            _marks.RemoveAt(0);
        if (_marks.Count > 1 && IsSoonAfter(_marks[^2]))
            _marks.RemoveAt(_marks.Count - 1);
        _marks.Add((now, logBytes, delivered));

        bool IsSoonAfter((TimeSpan At, long Bytes, VectorClock Clock) mark) =>
            now - mark.At < options.LogRetention / MaxMarks
            && logBytes - mark.Bytes < options.LogRetentionBytes / MaxMarks;
    }
}
