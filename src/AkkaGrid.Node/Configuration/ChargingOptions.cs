using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Node.Configuration;

/// <summary>How charge requests are routed and answered.</summary>
internal sealed class ChargingOptions
{
    /// <summary>The range of <see cref="Deadline"/>.</summary>
    public static readonly Bounds<TimeSpan> DeadlineBounds =
        new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), "seconds");

    /// <summary>The range of <see cref="KeepEnded"/>.</summary>
    public static readonly Bounds<TimeSpan> KeepEndedBounds =
        new(TimeSpan.FromMinutes(1), TimeSpan.FromDays(365), "seconds");

    /// <summary>
    /// The routing policy. Default: <c>best-fit</c>, which refuses least when requests differ in size.
    /// </summary>
    public string Policy { get; set; } = RoutingPolicies.Default;

    /// <summary>How long a charge request may take until it is answered. Default: 15 s.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long ended sessions and their keys are kept. Default: 24 h.</summary>
    public TimeSpan KeepEnded { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Whether a vehicle may have only one session at a time. Default: false, as in the original systems.
    /// </summary>
    public bool OneSessionPerVehicle { get; set; }
}
