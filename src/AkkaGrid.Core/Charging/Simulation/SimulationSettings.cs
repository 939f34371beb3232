using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>The settings of a simulated grid.</summary>
public sealed record SimulationSettings
{
    /// <summary>The routing policy's name.</summary>
    public string Policy { get; init; } = RoutingPolicies.Default;

    /// <summary>How long a message takes from the balancer to a substation, and back; 2 ms.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The interval at which each substation reports its load unrequested; 1 s.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How old a report is when it arrives, in addition to <see cref="Latency"/>; zero.</summary>
    public TimeSpan ReportDelay { get; init; }

    /// <summary>The share of reports that are lost, from 0 to 1; 0.</summary>
    public double ReportLoss { get; init; }

    /// <summary>How long a vehicle waits for room; zero.</summary>
    public TimeSpan MaxWait { get; init; }

    /// <summary>The smallest share of its power that a vehicle accepts, above 0 and up to 1; 1.</summary>
    public decimal MinShare { get; init; } = 1;

    /// <summary>Earlier arrivals are not counted, so that the grid fills first.</summary>
    public TimeSpan WarmUp { get; init; } = 10 * SimulatedGrid.EqualDuration;
}
