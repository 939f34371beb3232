using Akka.Actor;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;

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
            new Dot(Self, 1),
            (await Assert.ThrowsAsync<WriteUncertainException>(() => onDisk.WaitAsync(Patience))).Dot);
        Assert.Null((await Assert.ThrowsAsync<WriteUncertainException>(() => underWay.WaitAsync(Patience))).Dot);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting.WaitAsync(Patience));
        Assert.False(Store.IsServing);
        Disk.Release();
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
