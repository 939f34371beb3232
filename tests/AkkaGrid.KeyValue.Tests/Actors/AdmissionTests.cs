using Akka.Actor;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing;

namespace AkkaGrid.KeyValue.Tests.Actors;

/// <summary>A store of three seeds on an empty disk.</summary>
public sealed class AdmissionTests : ReplicaActorSuite
{
    [Fact]
    public async Task A_store_on_an_empty_disk_refuses_writes_and_says_whom_it_waits_for()
    {
        var replica = await StartEmptyAsync();
        Assert.Equal(
            "This replica started on an empty disk, and takes no writes before it has met a member with data, or a "
                + "majority of the seeds; the other seeds are host2:4053, host3:4053; it has met none of them",
            await RefusalAsync());
        Assert.Equal(await RefusalAsync(), Store.Refusal);
        Assert.False(Store.IsServing);

        replica.Tell(Met(Samples.B, awaitsAdmission: false, new Dot(Samples.B, 1)), Peer);
        Assert.Equal(
            "This replica started on an empty disk, and takes no writes before it has the data of b",
            await RefusalAsync());
        Assert.False(Store.IsServing);

        replica.Tell(Batch(Samples.B, FromB(1)), Peer);
        await EventuallyAsync(() => Task.FromResult(Store.IsServing));
        Assert.Null(Store.Refusal);
        Assert.Equal(1UL, (await PutAsync("y", "1").WaitAsync(Patience)).Dot.Sequence);
    }

    [Fact]
    public async Task A_majority_of_empty_seeds_admits_each_other()
    {
        var replica = await StartEmptyAsync(expected: 5);
        replica.Tell(Met(Samples.B, awaitsAdmission: true), Peer);
        Assert.EndsWith("; it has met only b, empty too", await RefusalAsync(), StringComparison.Ordinal);
        Assert.False(Store.IsServing);

        replica.Tell(Met(Samples.C, awaitsAdmission: true), Peer);

        await EventuallyAsync(() => Task.FromResult(Store.IsServing));
        await PutAsync("x", "1").WaitAsync(Patience);
    }

    [Fact]
    public async Task A_member_that_does_not_know_this_start_says_nothing_of_what_it_has_now()
    {
        var replica = await StartEmptyAsync();
        var late = Met(Samples.B, awaitsAdmission: true);
        var earlier = new Incarnation(Samples.A.Replica, Self.Nonce ^ 1);

        replica.Tell(
            late with
            {
                View = late.View with
                {
                    Set = Core.KeyValue.Membership.ReplicaSet.Of(Samples.MemberOf(Samples.B), new(earlier, default))
                }
            },
            Peer);

        Assert.EndsWith("; it has met none of them", await RefusalAsync(), StringComparison.Ordinal);
        Assert.False(Store.IsServing);
    }

    [Fact]
    public async Task Three_empty_stores_admit_each_other_and_one_that_has_data_serves_alone()
    {
        var options = new ReplicaOptions { ExpectedReplicas = 3 };
        await using var a = await TestNode.StartAsync(Samples.A.Replica, options);
        await using var b = await TestNode.StartAsync(Samples.B.Replica, options);
        await a.JoinAsync(a);
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            a.Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")])));

        await b.JoinAsync(a);

        await Eventually.True(() => a.Store.IsServing && b.Store.IsServing, "two of three are a majority");
        var write = await a.Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]));
        using var alone = TestStores.Over(a.Store.Storage, TestStores.Options with { Replica = options });
        Store = alone;
        Start();
        await EventuallyAsync(() => Task.FromResult(alone.IsServing));
        Assert.True((await PutAsync("y", "1").WaitAsync(Patience)).Clock.Covers(write.Dot));
    }

    private async Task<IActorRef> StartEmptyAsync(int expected = 3)
    {
        Store = TestStores.Over(
            Disk,
            Options() with
            {
                TickInterval = TimeSpan.FromMilliseconds(20),
                Replica = new ReplicaOptions { ExpectedReplicas = expected, OtherSeeds = ["host2:4053", "host3:4053"] },
            },
            Time,
            Registry);
        Start();
        await EventuallyAsync(() => Task.FromResult(Disk.State.Set.Count > 0));
        return await Store.Handle.GetAsync();
    }

    private ClockAnnouncement Met(Incarnation peer, bool awaitsAdmission, params Dot[] dots)
    {
        var announcement = Announcement(peer, VectorClock.Of(dots));
        return announcement with { View = announcement.View with { AwaitsAdmission = awaitsAdmission, IsSeed = true } };
    }

    private async Task<string> RefusalAsync() =>
        (await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("x", "1").WaitAsync(Patience))).Message;
}
