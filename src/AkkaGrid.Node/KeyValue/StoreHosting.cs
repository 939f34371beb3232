using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Health;
using Prometheus;
using StoreOptions = AkkaGrid.KeyValue.KeyValueOptions;

namespace AkkaGrid.Node.KeyValue;

/// <summary>Adds the store to a node.</summary>
internal static class StoreHosting
{
    /// <summary>Adds the store, which is opened with the first actor system and closed with the node.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services)
    {
        services.AddSingleton(provider => Open(
            provider.GetRequiredService<NodeOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<CollectorRegistry>()));
        services.AddHealthChecks().AddCheck<StoreCheck>("store", tags: [HealthTags.Store]);
        return services;
    }

    private static KeyValueStore Open(NodeOptions node, TimeProvider time, CollectorRegistry metrics)
    {
        var options = new StoreOptions
        {
            Name = ReplicaId.Create(node.Name),
            DataDirectory = Path.Combine(node.DataPath, Backups.StoreFolder),
            BackupDirectory = Path.Combine(node.DataPath, "backups"),
            Durability = node.KeyValue.Durability,
            MaxValueBytes = node.KeyValue.MaxValueBytes,
            ContextWait = node.KeyValue.ContextWait,
            Lab = node.Lab,
            Replica = new ReplicaOptions
            {
                ExpectedReplicas = node.Seeds.Count,
                IsSeed = node.IsSeed,
                OtherSeeds = [.. node.Seeds.Where(seed => seed != node.Address).Select(seed => seed.Value)],
                LogRetention = node.KeyValue.LogRetention,
            },
        };
        var storage = RocksStorage.Open(options.DataDirectory, options.Name, options.Durability);
        return new KeyValueStore(options, storage, time, Metrics.WithCustomRegistry(metrics));
    }
}
