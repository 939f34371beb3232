namespace AkkaGrid.Charging.Tests;

/// <summary>The system's time, moved on by a test.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _shift));

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(new TimeSpan(Interlocked.Read(ref _shift)).TotalSeconds * TimestampFrequency);
}
