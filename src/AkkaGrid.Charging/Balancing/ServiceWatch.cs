using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Blocking;

namespace AkkaGrid.Charging.Balancing;

/// <summary>Watches over one term how much is refused, and shows it beside what a pool would refuse.</summary>
/// <param name="metrics">Where it is shown.</param>
/// <param name="begin">When the term began.</param>
internal sealed class ServiceWatch(BlockingMetrics metrics, DateTimeOffset begin)
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromSeconds(5);

    private readonly BlockingTally _tally = new(begin);
    private DateTimeOffset _nextShow = begin + ShowEvery;

    /// <summary>What was refused lately; null where nothing came, or nothing has been read yet.</summary>
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
        Refused = reading.Refused is { } refused ? new RefusedShares(refused.Power, reading.RefusedPooled?.Power) : null;
    }
}
