namespace AkkaGrid.Charging.Tests;

/// <summary>The system's time, moved on by a test, whose wall clock it may also set.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;
    private long _step;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    /// <summary>Sets the wall clock on, or back where this is negative; no time passes.</summary>
    public void Step(TimeSpan by) => Interlocked.Add(ref _step, by.Ticks);

    public override DateTimeOffset GetUtcNow() =>
        System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _shift) + Interlocked.Read(ref _step));

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(new TimeSpan(Interlocked.Read(ref _shift)).TotalSeconds * TimestampFrequency);
}
