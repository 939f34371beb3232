using AkkaGrid.Charging;
using AkkaGrid.Charging.Ledger;
using AkkaGrid.Charging.Telemetry;
using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Policies;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Health;
using Prometheus;
using ChargingSettings = AkkaGrid.Charging.ChargingOptions;

namespace AkkaGrid.Node.Charging;

/// <summary>Adds charging to a node.</summary>
internal static class ChargingComposition
{
    /// <summary>
    /// Adds the gateway where requests wait, the ledger over the store, and the services that the actors need.
    /// </summary>
    public static IServiceCollection AddCharging(this IServiceCollection services)
    {
        services.AddSingleton(provider => Settings(provider.GetRequiredService<NodeOptions>()));
        services.AddSingleton(RoutingPolicies.BuiltIn);
        services.AddSingleton(provider =>
            provider.GetRequiredService<RoutingPolicies>()
                .Find(provider.GetRequiredService<NodeOptions>().Charging.Policy));
        services.AddSingleton<ISessionLedger, StoreSessionLedger>();
        services.AddSingleton(provider =>
            new ChargingMetrics(Metrics.WithCustomRegistry(provider.GetRequiredService<CollectorRegistry>())));
        services.AddSingleton<ChargingGateway>();
        services.AddSingleton(provider => new ChargingFeature
        {
            Options = provider.GetRequiredService<ChargingSettings>(),
            Policy = provider.GetRequiredService<IRoutingPolicy>(),
            Ledger = provider.GetRequiredService<ISessionLedger>(),
            Gateway = provider.GetRequiredService<ChargingGateway>(),
            Metrics = provider.GetRequiredService<ChargingMetrics>(),
            Time = provider.GetRequiredService<TimeProvider>(),
        });
        services.AddHealthChecks().AddCheck<ChargingCheck>("charging", tags: [HealthTags.Grid]);
        return services;
    }

    private static ChargingSettings Settings(NodeOptions node) => new()
    {
        Node = node.Name,
        Substations =
        [
            .. node.Substations.Select(substation => new SubstationPlan(
                SubstationId.Of(substation.Id),
                Kilowatts.Of(substation.MaxCapacity!.Value),
                substation.ChargeProcessingTime)),
        ],
        BalancerCandidate = node.BalancerCandidate,
        Deadline = node.Charging.Deadline,
        KeepEnded = node.Charging.KeepEnded,
        OneSessionPerVehicle = node.Charging.OneSessionPerVehicle,
        ExpectedNodes = node.Seeds.Count,
    };
}
