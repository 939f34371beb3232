using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Core.Charging.Simulation;

/// <summary>How a simulated grid is run.</summary>
public sealed record SimulationSettings
{
    /// <summary>The routing policy's name.</summary>
    public string Policy { get; init; } = RoutingPolicies.Default;

    /// <summary>How long a message takes from the balancer to a substation, and back; 2 ms.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How often each substation reports its load unasked; 1 s.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How old a report is when it arrives, beyond <see cref="Latency"/>; nothing.</summary>
    public TimeSpan ReportDelay { get; init; }

    /// <summary>The share of reports that are lost, from 0 to 1; none.</summary>
    public double ReportLoss { get; init; }

    /// <summary>How long a vehicle waits for room; not at all.</summary>
    public TimeSpan MaxWait { get; init; }

    /// <summary>The least share of its power that a vehicle takes, from above 0 to 1; all of it.</summary>
    public decimal MinShare { get; init; } = 1;

    /// <summary>What comes earlier is not counted: the grid fills first.</summary>
    public TimeSpan WarmUp { get; init; } = 10 * SimulatedGrid.EqualDuration;
}
