namespace AkkaGrid.Core.Formation;

/// <summary>What a monotonic clock shows. Nobody can set such a clock, and it starts from an unknown origin.</summary>
/// <param name="Clock">Identifies the clock and its start, such as the boot of a machine.</param>
/// <param name="Elapsed">The time since the origin of the clock.</param>
public readonly record struct ClockReading(string Clock, TimeSpan Elapsed)
{
    /// <summary>How long ago <paramref name="earlier"/> was; null where the two readings cannot be compared.</summary>
    public TimeSpan? Since(ClockReading earlier) =>
        Clock == earlier.Clock && Elapsed >= earlier.Elapsed ? Elapsed - earlier.Elapsed : null;
}
