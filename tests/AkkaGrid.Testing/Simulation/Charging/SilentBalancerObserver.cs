using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;

namespace AkkaGrid.Testing.Simulation.Charging;

/// <summary>Nobody follows the balancer.</summary>
public sealed class SilentBalancerObserver : IBalancerObserver
{
    public void TermStarted(FencingEpoch epoch, int substations, DateTimeOffset now)
    {
    }

    public void TermEnded()
    {
    }

    public void SteppedDown(FencingEpoch epoch, FencingEpoch newer)
    {
    }

    public void Paused(FencingEpoch epoch, TimeSpan pause)
    {
    }

    public void NameConflict(SubstationId substation, string node, string owner)
    {
    }

    public void RequestArrived()
    {
    }

    public void StartSent()
    {
    }

    public void Answered(ChargeOutcome outcome)
    {
    }

    public void Closed(RequestClosed closed, DateTimeOffset now)
    {
    }

    public void ForecastMeasured(TimeSpan error)
    {
    }

    public void Reported(LoadReport report, DateTimeOffset now)
    {
    }
}
