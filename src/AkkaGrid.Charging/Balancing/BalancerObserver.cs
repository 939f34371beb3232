using Akka.Event;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Charging.Balancing;

/// <summary>Writes the actions of a balancer to metrics and logs.</summary>
internal sealed class BalancerObserver(ChargingMetrics metrics, ILoggingAdapter log) : IBalancerObserver
{
    private ServiceWatch? _service;

    /// <summary>
    /// The refused shares of the last minutes of this term; null without requests, or before the first measurement.
    /// </summary>
    public RefusedShares? Refused => _service?.Refused;

    /// <summary>Updates the metrics of a serving balancer.</summary>
    public void Show(Dispatcher dispatcher, DateTimeOffset now)
    {
        metrics.Waiting(dispatcher.WaitingRequests);
        metrics.ShowReportAges(now);
        _service?.Tick(dispatcher, now);
    }

    public void TermStarted(FencingEpoch epoch, int substations, DateTimeOffset now)
    {
        log.Info("Balancer serves under epoch {0} with {1} substations", epoch, substations);
        _service = new ServiceWatch(metrics.Blocking, now);
        metrics.Serving(true);
    }

    public void TermEnded()
    {
        _service = null;
        metrics.Serving(false);
    }

    public void SteppedDown(FencingEpoch epoch, FencingEpoch newer) =>
        log.Warning("Balancer of epoch {0} steps down for epoch {1}", epoch, newer);

    public void Paused(FencingEpoch epoch, TimeSpan pause) =>
        log.Warning(
            "Balancer of epoch {0} was stopped for {1:F1} s and claims the substations again",
            epoch,
            pause.TotalSeconds);

    public void NameConflict(SubstationId substation, string node, string owner) =>
        log.Error("Substation {0} of node {1} is refused: {2} owns that name", substation, node, owner);

    public void RequestArrived() => metrics.Requested();

    public void StartSent() => metrics.Reserved();

    public void Answered(ChargeOutcome outcome) => metrics.Answered(outcome);

    public void Closed(RequestClosed closed, DateTimeOffset now) => _service?.Count(closed, now);

    public void ForecastMeasured(TimeSpan error) => metrics.ForecastMeasured(error);

    public void Reported(LoadReport report, DateTimeOffset now) => metrics.Reported(report, now);
}
