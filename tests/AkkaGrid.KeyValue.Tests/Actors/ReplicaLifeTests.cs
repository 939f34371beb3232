using Akka.Actor;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Actors;
using AkkaGrid.Testing.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class ReplicaLifeTests : ReplicaActorSuite
{
    [Fact]
    public async Task What_waits_when_the_replica_stops_is_told_so()
    {
        var replica = await StartAsync(Options() with { Replica = new ReplicaOptions { ExpectedReplicas = 3 } });
        var onDisk = Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]) { Concern = WriteConcern.All });
        await AwaitDeliveredAsync(new Dot(Self, 1));
        Disk.Hold();
        var underWay = PutAsync("x", "2");
        await Disk.NextCommitAsync();
        await Disk.NextCommitAsync();
        var waiting = Store.ReadAsync(Samples.Key("x"), CausalContext.Of(new Dot(Samples.B, 1)));
        await Store.StatusAsync().WaitAsync(Patience);

        Sys.Stop(replica);

        Assert.Equal(
            new Dot(Self, 1), (await Assert.ThrowsAsync<WriteUncertainException>(() => onDisk.WaitAsync(Patience))).Dot);
        Assert.Null((await Assert.ThrowsAsync<WriteUncertainException>(() => underWay.WaitAsync(Patience))).Dot);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting.WaitAsync(Patience));
        Assert.False(Store.IsServing);
        Disk.Release();
    }

    [Fact]
    public async Task What_is_held_back_for_a_peer_leaves_when_the_replica_stops()
    {
        // The time that it is held back for never passes at the one, and what is pushed is not told again in time.
        var pair = new ReplicaOptions { ExpectedReplicas = 2 };
        var rare = TestStores.Options with { TickInterval = TimeSpan.FromSeconds(1), Replica = pair };
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var a = await TestNode.StartAsync(TestStores.Over(new MemoryStorage(), rare, time));
        await using var b = await TestNode.StartAsync(Samples.B.Replica, pair);
        await a.JoinAsync(a);
        await b.JoinAsync(a);
        await a.Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]) { Concern = WriteConcern.All }).WaitAsync(Patience);

        var write = await a.Store.WriteAsync(new WriteRequest([Samples.Put("x", "2")])).WaitAsync(Patience);
        var replica = await a.System.ActorSelection($"/user/{ReplicaActor.Name}").ResolveOne(Patience);
        await replica.GracefulStop(Patience);

        Assert.Equal("2", Samples.Text((await b.Store.ReadAsync(Samples.Key("x"), write.Context)).Versions));
    }

    [Fact]
    public async Task The_store_outlives_its_replica_and_serves_again_with_the_next()
    {
        var first = await StartAsync();
        await PutAsync("x", "1").WaitAsync(Patience);
        await first.GracefulStop(Patience);
        var write = PutAsync("x", "2");
        Assert.Equal("1", await ReadAsync("x"));
        Assert.False(write.IsCompleted);

        Start();

        Assert.Equal(1UL, (await write.WaitAsync(Patience)).Dot.Sequence);
        Assert.Equal("2", await ReadAsync("x"));
    }
}
