using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.Tests.KeyValue.Driving;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

/// <summary>Only a start that is admitted, and that the replica set counts, says that a tombstone is stable.</summary>
public sealed class CollectingStartTests
{
    private static readonly Dot Tombstone = new(Samples.B, 1);
    private static readonly Incarnation OtherStart = Samples.A with { Nonce = 99 };

    [Fact]
    public void A_start_that_is_not_admitted_finds_nothing_stable()
    {
        var replica = new DriverHarness(new ReplicaOptions { ExpectedReplicas = 2 });
        replica.Settle();

        // "b" has not heard of this start yet.
        Hear(replica, ReplicaSet.Of(
            new Member(OtherStart, new HybridTimestamp(1)), new Member(Samples.B, new HybridTimestamp(7))));
        Run(replica, ticks: 5);
        Assert.False(replica.Driver.IsAdmitted);
        Assert.True(replica.Disk.State.Clock.Covers(Tombstone));
        Assert.True(replica.Disk.State.Horizon.IsEmpty);

        Hear(replica, replica.Disk.State.Set);
        Run(replica, ticks: 5);
        Assert.True(replica.Disk.State.Horizon.Covers(Tombstone));
    }

    [Fact]
    public void A_start_finds_nothing_stable_while_the_set_counts_another_one_of_its_name()
    {
        var replica = new DriverHarness();
        replica.Meet();
        for (var entries = 0; entries < 2; entries++)
        {
            var set = replica.Disk.State.Set;
            Hear(replica, set.With(new Member(OtherStart, set.Find(Samples.A.Replica)!.Entered.Next(default))));
        }

        Run(replica, ticks: 5);
        Assert.False(replica.Disk.State.Set.IsCurrent(Samples.A));
        Assert.True(replica.Disk.State.Horizon.IsEmpty);

        // The other one is silent, so this one enters again.
        Run(replica, ticks: 100);
        Assert.True(replica.Disk.State.Set.IsCurrent(Samples.A));
        Assert.True(replica.Disk.State.Horizon.Covers(Tombstone));
    }

    /// <summary>"b" has deleted a key, and announces it.</summary>
    private static void Hear(DriverHarness replica, ReplicaSet set)
    {
        var clock = VectorClock.Of(Tombstone);
        var delete = Samples.Update(Tombstone, new Mutation(Samples.Key("x"), null));
        replica.Driver.Receive(new UpdateBatch(Samples.B, clock, [delete], WantsClock: false), replica.Now);
        var announcement = replica.Announcement(clock);
        replica.Driver.Receive(announcement with { View = announcement.View with { Set = set } }, replica.Now);
        replica.Settle();
    }

    private static void Run(DriverHarness replica, int ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            replica.Driver.Tick(replica.Now);
            replica.Settle();
        }
    }
}
