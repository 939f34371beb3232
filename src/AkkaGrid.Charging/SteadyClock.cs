namespace AkkaGrid.Charging;

/// <summary>
/// A clock that starts at wall-clock time and then counts elapsed time only: setting the wall clock neither shortens
/// nor extends a deadline by this clock.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _origin = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();

    public DateTimeOffset Now => _origin + time.GetElapsedTime(_start);
}
