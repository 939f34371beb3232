using AkkaGrid.Core.KeyValue.Storage;
using Prometheus;

namespace AkkaGrid.KeyValue.Tests.Actors;

/// <summary>Stores of replica "a" with the patience that a busy machine needs.</summary>
internal static class TestStores
{
    public static readonly KeyValueOptions Options = new()
    {
        Name = Samples.A.Replica,
        DataDirectory = "",
        ContextWait = TimeSpan.FromSeconds(30),
        WriteTimeout = TimeSpan.FromSeconds(30),
    };

    public static KeyValueStore Over(
        IReplicaStorage storage,
        KeyValueOptions? options = null,
        TimeProvider? time = null,
        CollectorRegistry? metrics = null) =>
        new(
            options ?? Options,
            storage,
            time ?? TimeProvider.System,
            Metrics.WithCustomRegistry(metrics ?? Metrics.NewCustomRegistry()));
}
