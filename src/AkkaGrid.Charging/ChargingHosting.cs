using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Gateway;
using AkkaGrid.Charging.Substations;

namespace AkkaGrid.Charging;

/// <summary>Adds charging to a node's actor system.</summary>
public static class ChargingHosting
{
    /// <summary>
    /// Registers wire format, settings and actors. The actor system must be a cluster member, and have the role
    /// <see cref="ChargingOptions.BalancerRole"/> where <see cref="ChargingOptions.BalancerCandidate"/> says so.
    /// </summary>
    /// <param name="builder">The actor system.</param>
    /// <param name="feature">The settings and services of the actors.</param>
    public static AkkaConfigurationBuilder AddCharging(this AkkaConfigurationBuilder builder, ChargingFeature feature)
    {
        builder.AddHocon(ChargingHocon.Text, HoconAddMode.Prepend);
        if (feature.Options.BalancerCandidate)
            builder.WithSingleton<BalancerActor>(
                BalancerActor.Name,
                (_, _, _) => Props.Create(() => new BalancerActor(feature)),
                new ClusterSingletonOptions { Role = ChargingOptions.BalancerRole },
                createProxyToo: true);
        else
            builder.WithSingletonProxy<BalancerActor>(
                BalancerActor.Name, new ClusterSingletonOptions { Role = ChargingOptions.BalancerRole });
        return builder.WithActors((system, registry) =>
        {
            system.ActorOf(Props.Create(() => new SubstationHost(feature)), SubstationHost.Name);
            var balancer = registry.Get<BalancerActor>();
            system.ActorOf(Props.Create(() => new GatewayActor(feature.Gateway, balancer)), GatewayActor.Name);
        });
    }
}
