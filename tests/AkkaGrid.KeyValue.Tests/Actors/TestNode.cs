using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaGrid.KeyValue.Tests.Actors;

/// <summary>An actor system of its own with the store's replica in it, configured as a node configures it.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;

    private TestNode(KeyValueStore store)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka("grid", akka => akka
            .WithStrictSerialization(true)
            .WithRemoting("127.0.0.1", 0)
            .WithClustering()
            .AddHocon(
                "akka.loglevel = OFF, akka.stdout-loglevel = OFF, akka.remote.flush-wait-on-shutdown = 0s",
                HoconAddMode.Prepend)
            .AddKeyValue(store));
        _host = builder.Build();
        Store = store;
    }

    public KeyValueStore Store { get; }

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public static Task<TestNode> StartAsync(
        ReplicaId name, ReplicaOptions? replica = null, IReplicaStorage? storage = null) =>
        StartAsync(TestStores.Over(storage ?? new MemoryStorage(), TestStores.Options with
        {
            Name = name,
            TickInterval = TimeSpan.FromMilliseconds(50),
            Replica = replica ?? new ReplicaOptions(),
        }));

    /// <summary>Starts one over a store, which it then disposes of.</summary>
    public static async Task<TestNode> StartAsync(KeyValueStore store)
    {
        var node = new TestNode(store);
        await node._host.StartAsync();
        return node;
    }

    /// <summary>Makes a cluster with another node, which may be this one.</summary>
    public Task JoinAsync(TestNode other) => Akka.Cluster.Cluster.Get(System)
        .JoinAsync(Akka.Cluster.Cluster.Get(other.System).SelfAddress)
        .WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Store.Dispose();
    }
}
