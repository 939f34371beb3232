using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class ReadOnlyReplicaTests : ReplicaActorSuite
{
    [Fact]
    public async Task A_replica_whose_disk_is_full_still_brings_others_up_to_date()
    {
        var pair = new ReplicaOptions { ExpectedReplicas = 2 };
        await using var a = await TestNode.StartAsync(Samples.A.Replica, pair, Disk);
        await using var b = await TestNode.StartAsync(Samples.B.Replica, pair);
        await a.JoinAsync(a);
        await b.JoinAsync(a);
        await PutAsync(a, "x", WriteConcern.All);
        await Eventually.True(() => a.Store.Handle.Admitted is not null, "the set has taken the start");
        var link = new Link(Samples.A.Replica, Samples.B.Replica, LinkMode.Drop, TimeSpan.Zero, 1);
        await b.Store.SetLinkAsync(link);
        var lacking = await PutAsync(a, "y", WriteConcern.Local);

        Disk.IsFull = true;
        await Assert.ThrowsAsync<WriteUncertainException>(() => PutAsync(a, "z", WriteConcern.Local));
        await b.Store.SetLinkAsync(link with { Mode = LinkMode.Pass });

        Assert.Equal("1", Samples.Text((await b.Store.ReadAsync(Samples.Key("y"), lacking.Context)).Versions));
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync(a, "z", WriteConcern.Local));
        Assert.Contains("The disk is full", refused.Message, StringComparison.Ordinal);

        Disk.IsFull = false;
        await Eventually.True(() => a.Store.IsServing, "the replica takes writes again");
        var write = await PutAsync(a, "z", WriteConcern.All);
        Assert.NotEqual(lacking.Dot.Origin, write.Dot.Origin);
        Assert.Equal("1", Samples.Text((await b.Store.ReadAsync(Samples.Key("z"), write.Context)).Versions));
    }

    [Fact]
    public async Task A_replica_that_meets_damage_says_so_and_rests_before_it_starts_again()
    {
        var replica = await StartAsync(Options() with { DamagePause = Beyond }, isSupervised: true);
        await PutAsync("y", "1").WaitAsync(Patience);
        var before = Self;
        Disk.Damaged = Samples.Key("x");

        replica.Tell(Batch(Samples.B, FromB(1)), Peer);

        await EventuallyAsync(() => Task.FromResult(Store.Fault is not null));
        Assert.Contains("is damaged", Store.Fault, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("y", "2").WaitAsync(Patience));
        Assert.Equal(Store.Fault, refused.Message);
        Assert.False(Store.IsServing);
        Assert.Equal("1", await ReadAsync("y"));
        Assert.Equal(before, Self);
    }

    [Fact]
    public async Task A_replica_that_has_met_damage_is_tried_again_after_its_rest()
    {
        var replica = await StartAsync(
            Options() with { DamagePause = TimeSpan.FromMilliseconds(20) }, isSupervised: true);
        var before = Self;
        Disk.Damaged = Samples.Key("x");
        replica.Tell(Batch(Samples.B, FromB(1)), Peer);
        await EventuallyAsync(() => Task.FromResult(Self != before));

        Disk.Damaged = null;
        var again = await Store.Handle.GetAsync().WaitAsync(Patience);
        again.Tell(Announcement(Samples.B, VectorClock.Empty), Peer);
        again.Tell(Batch(Samples.B, FromB(1)), Peer);

        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        Assert.Null(Store.Fault);
        Assert.Equal("1", await ReadAsync("x"));
    }

    [Fact]
    public async Task A_peer_that_asks_for_a_damaged_key_does_not_start_the_replica_again()
    {
        var replica = await StartAsync();
        var before = Self;
        Disk.Damaged = Samples.Key("x");

        replica.Tell(new KeyRequest(1, Samples.B, Samples.Key("x")), Peer);

        Assert.Equal(before, (await Store.StatusAsync().WaitAsync(Patience)).Self);
        Assert.True(Store.IsServing);
    }

    private static Task<WriteResult> PutAsync(TestNode node, string key, WriteConcern concern) =>
        node.Store.WriteAsync(new WriteRequest([Samples.Put(key, "1")]) { Concern = concern });
}
