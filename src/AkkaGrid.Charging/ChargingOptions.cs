using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging;

/// <summary>The settings of charging on one node.</summary>
public sealed record ChargingOptions
{
    /// <summary>The node's name, which is part of load reports and epochs.</summary>
    public required string Node { get; init; }

    /// <summary>The substations that this node hosts; none.</summary>
    public IReadOnlyList<SubstationPlan> Substations { get; init; } = [];

    /// <summary>
    /// Whether the balancer may run here; true. The node then needs the role <see cref="BalancerRole"/>.
    /// </summary>
    public bool BalancerCandidate { get; init; } = true;

    /// <summary>The time within which a request is answered; 15 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long ended sessions and their keys are kept; 24 h.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether a vehicle may have only one session at a time; false. The setting of the balancer's node counts.
    /// </summary>
    public bool OneSessionPerVehicle { get; init; }

    /// <summary>
    /// How often a substation reports even when nothing changes; 1 s. After three missed reports it counts as
    /// unreachable.
    /// </summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many requests a node holds until they are answered; as many more may wait for room; 1,000.
    /// </summary>
    public int MaxHeld { get; init; } = 1000;

    /// <summary>
    /// How many nodes of the role <see cref="SeedRole"/> make up the grid; 1. The balancer refuses a request as larger
    /// than every substation only once it knows the substations of so many nodes.
    /// </summary>
    public int ExpectedNodes { get; init; } = 1;

    /// <summary>The cluster role of the nodes that <see cref="ExpectedNodes"/> counts.</summary>
    public static string SeedRole => "seed";

    /// <summary>The cluster role of the nodes where the balancer may run.</summary>
    public static string BalancerRole => "balancer";

    internal DispatcherSettings Dispatching => new()
    {
        SilentAfter = SilentAfter,
        KeepEnded = KeepEnded,
        OneSessionPerVehicle = OneSessionPerVehicle,
    };

    internal TimeSpan SilentAfter => ReportInterval * 3;
}
