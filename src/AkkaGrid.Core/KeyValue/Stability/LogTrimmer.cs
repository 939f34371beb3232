using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.Core.KeyValue.Stability;

/// <summary>
/// Decides how far the log can be cut off: every member has what goes, and it was delivered here longer ago than
/// latecomers and watchers are waited for, or the log is too large.
/// </summary>
/// <remarks>
/// From time to time it notes the clock with the time that has elapsed. Timestamps of updates and the time of day play
/// no part, so a clock that is set, here or elsewhere, neither hastens nor delays the trimming.
/// </remarks>
/// <param name="options">How long and how much is kept.</param>
internal sealed class LogTrimmer(ReplicaOptions options)
{
    private const int MaxMarks = 64;

    private readonly List<(TimeSpan At, long Bytes, VectorClock Clock)> _marks = [];
    private long _trimmedAt;

    /// <summary>The new horizon of the log; null where it stays as it is.</summary>
    /// <param name="state">What is on disk.</param>
    /// <param name="measure">Measures the log, in bytes.</param>
    /// <param name="stable">What every member has.</param>
    /// <param name="tick">The present tick.</param>
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

    /// <summary>What goes for its size: as many of the marks as the log is over its size, oldest first.</summary>
    private int LastBySize(long logBytes)
    {
        var excess = logBytes - options.LogRetentionBytes;
        return excess <= 0 ? -1 : (int)Math.Ceiling(_marks.Count * ((double)excess / logBytes)) - 1;
    }

    /// <summary>Notes what is delivered by now.</summary>
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
