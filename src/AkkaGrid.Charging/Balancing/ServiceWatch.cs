using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;

namespace AkkaGrid.Charging.Balancing;

/// <summary>
/// Measures over one term the share of requests that is refused, and the share that a single pool would refuse.
/// </summary>
/// <param name="metrics">The metrics for both.</param>
/// <param name="begin">When the term began.</param>
internal sealed class ServiceWatch(BlockingMetrics metrics, DateTimeOffset begin)
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromSeconds(5);

    private readonly BlockingTally _tally = new(begin);
    private DateTimeOffset _nextShow = begin + ShowEvery;

    /// <summary>
    /// The refused shares of the last minutes; null without requests, or before the first measurement.
    /// </summary>
    public RefusedShares? Refused { get; private set; }

    public void Count(RequestClosed closed, DateTimeOffset now)
    {
        _tally.Count(closed.Request, closed.Outcome, closed.Session, now);
        metrics.Closed(closed);
    }

    public void Tick(Dispatcher dispatcher, DateTimeOffset now)
    {
        if (now < _nextShow)
            return;
        _nextShow = now + ShowEvery;
        var reading = _tally.Read(dispatcher.Capacity(now), now);
        metrics.Show(reading);
        Refused = reading.Refused is { } refused
            ? new RefusedShares(refused.Power, reading.RefusedPooled?.Power)
            : null;
    }
}
