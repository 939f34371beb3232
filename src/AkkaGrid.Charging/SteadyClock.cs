namespace AkkaGrid.Charging;

/// <summary>
/// A clock that starts at the wall's time and then counts elapsed time only: setting the wall's clock neither shortens
/// nor stretches a deadline that is counted in it.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _origin = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();

    public DateTimeOffset Now => _origin + time.GetElapsedTime(_start);
}
