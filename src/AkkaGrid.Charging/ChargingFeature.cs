using System.Security.Cryptography;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging.Policies;

namespace AkkaGrid.Charging;

/// <summary>The settings and services of charging's actors; one per node, for all of its actor systems.</summary>
public sealed class ChargingFeature
{
    private const int ChanceSteps = 1 << 20;

    /// <summary>The configuration.</summary>
    public required ChargingOptions Options { get; init; }

    /// <summary>How the balancer chooses substations.</summary>
    public IRoutingPolicy Policy { get; init; } = RoutingPolicies.BuiltIn.Find(RoutingPolicies.Default);

    /// <summary>Where sessions are kept.</summary>
    public required ISessionLedger Ledger { get; init; }

    /// <summary>Where the node's requests wait.</summary>
    public required ChargingGateway Gateway { get; init; }

    /// <summary>The node's instruments.</summary>
    public required ChargingMetrics Metrics { get; init; }

    /// <summary>The node's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The clock of this node's substations and balancer, for as long as the process lives: it is the gateway's clock,
    /// so that it goes on from one actor system to the next.
    /// </summary>
    internal SteadyClock Clock => Gateway.Clock;

    /// <summary>A random number from 0 to 1 for the duration of a session; safe to call from any thread.</summary>
    public Func<double> Chance { get; init; } =
        static () => RandomNumberGenerator.GetInt32(ChanceSteps + 1) / (double)ChanceSteps;
}
