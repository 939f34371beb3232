using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Repair;

public sealed class UndeliverableUpdatesTests
{
    private static readonly Incarnation B = new(ReplicaId.Create("b"), 2);
    private static readonly Incarnation C = new(ReplicaId.Create("c"), 3);
    private static readonly MissingCause Missing = new(new Dot(B, 1), new Dot(C, 7));

    private readonly UndeliverableUpdates _lost = new(patience: 5);
    private readonly PeerTable _peers = new(ReplicaId.Create("a"));

    public UndeliverableUpdatesTests()
    {
        _peers.Follow(ReplicaSet.Of(new Member(B, new HybridTimestamp(1)), new Member(C, new HybridTimestamp(1))));
        _peers.Reach([B.Replica, C.Replica]);
    }

    [Fact]
    public void What_waits_for_a_cause_that_no_member_has_is_to_be_dropped_after_some_time()
    {
        Assert.All(Enumerable.Range(1, 5), tick => Assert.Empty(Find(tick, B, C)));
        Assert.Equal([B], Find(6, B, C));
    }

    [Fact]
    public void Not_while_a_member_is_away()
    {
        _peers.Reach([C.Replica]);

        Assert.All(Enumerable.Range(1, 50), tick => Assert.Empty(Find(tick, B, C)));
    }

    [Fact]
    public void Not_while_a_member_in_reach_has_not_announced_itself_meanwhile()
    {
        Find(1, B, C);

        Assert.All(Enumerable.Range(2, 50), tick => Assert.Empty(Find(tick, C)));
    }

    [Fact]
    public void Not_where_a_member_has_it_and_the_time_begins_again_when_that_is_lost_too()
    {
        Find(1, B, C);
        Assert.True(_peers.TryGet(C, out var peer));
        peer.Learn(VectorClock.Of(Missing.Cause));
        Assert.All(Enumerable.Range(2, 20), tick => Assert.Empty(Find(tick, B, C)));

        _peers.Follow(ReplicaSet.Of(
            new Member(B, new HybridTimestamp(1)), new Member(C with { Nonce = 9 }, new HybridTimestamp(2))));
        Assert.Empty(Find(30, B, C with { Nonce = 9 }));
        Assert.Equal([B], Find(35, B, C with { Nonce = 9 }));
    }

    /// <summary>
    /// "c" and "b" lose their disks after "b" has written an effect of what only they had; "a" has the effect.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void An_effect_whose_cause_is_lost_with_its_disks_is_dropped_and_nothing_else_is(int effects)
    {
        var network = new VirtualNetwork(seed: 1, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b", "c");
        network.Put("a", "sound", "1");
        network.Run(5);
        network.Cut("c", "a");
        network.Put("c", "cause", "lost");
        network.Drain();
        for (var i = 0; i < effects; i++)
            network.Put("b", $"effect{i}", "1");
        network.Drain();
        Assert.Equal(effects, network["a"].Core.Status().StashCount);

        network.LoseDisk("b");
        network.LoseDisk("c");
        network.HealAll();
        network.Run(60);

        network.AssertSame();
        Assert.Equal(effects, network["a"].Core.Status().Undeliverable);
        Assert.Equal("1", network["b"].Get("sound"));
        Assert.Null(network["a"].Get("effect0"));
    }

    [Fact]
    public void If_the_disk_comes_back_after_all_it_is_merged_like_any_other()
    {
        var network = new VirtualNetwork(seed: 1, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b", "c");
        network.Cut("c", "a");
        network.Put("c", "cause", "found");
        network.Drain();
        network.Put("b", "effect", "found, too");
        network.Drain();
        var found = network["b"].Disk.Clone();
        network.LoseDisk("b");
        network.LoseDisk("c");
        network.HealAll();
        network.Run(60);
        Assert.Equal(1, network["a"].Core.Status().Undeliverable);

        network.Restore("c", found);
        network.Run(40);

        network.AssertSame();
        Assert.Equal(("found", "found, too"), (network["a"].Get("cause"), network["a"].Get("effect")));
    }

    private IReadOnlyList<Incarnation> Find(int tick, params Incarnation[] announcing)
    {
        foreach (var from in announcing)
        {
            Assert.True(_peers.TryGet(from, out var peer));
            peer.Learn(
                new ClockAnnouncement(from, VectorClock.Empty, new MembershipView(ReplicaSet.Empty, VectorClock.Empty)),
                tick);
        }

        return _lost.Find([Missing], _peers, tick);
    }
}
