namespace AkkaGrid.Cli.Tests;

/// <summary>A clock that runs faster than the wall's, timers included.</summary>
internal sealed class FastTime(int factor) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => (System.GetTimestamp() - _start) * factor;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + GetElapsedTime(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private TimeSpan Shorter(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / factor;
}
