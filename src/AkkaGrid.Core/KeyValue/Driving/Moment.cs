namespace AkkaGrid.Core.KeyValue.Driving;

/// <summary>The current time, as the shell of a replica reads it.</summary>
/// <param name="WallTime">The time of day, which may jump: update timestamps are made from it.</param>
/// <param name="Uptime">
/// The time since a fixed moment, which never goes back: intervals and delays are measured with it.
/// </param>
public readonly record struct Moment(DateTimeOffset WallTime, TimeSpan Uptime)
{
    /// <summary>The current time of a clock.</summary>
    public static Moment Of(TimeProvider time) => new(time.GetUtcNow(), time.GetElapsedTime(0));
}
