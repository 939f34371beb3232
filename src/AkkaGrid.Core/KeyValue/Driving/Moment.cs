namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>The present time, as the shell of a replica reads it.</summary>
/// <param name="WallTime">The time of day, which may jump: the timestamps of updates are made from it.</param>
/// <param name="Uptime">
/// The time since a fixed moment, which never goes back: pauses and delays are measured by it.
/// </param>
public readonly record struct Moment(DateTimeOffset WallTime, TimeSpan Uptime)
{
    /// <summary>The present time by a clock.</summary>
    public static Moment Of(TimeProvider time) => new(time.GetUtcNow(), time.GetElapsedTime(0));
}
