using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue;

public sealed class ReplicaTests
{
    private static readonly ReplicaOptions Three = new() { ExpectedReplicas = 3 };

    private readonly VirtualNetwork _network = new(seed: 1, Three, "a", "b", "c");

    [Fact]
    public void A_write_is_visible_everywhere_once_its_messages_have_arrived()
    {
        _network["a"].Put("x", "1", _network.Now);
        Assert.Null(_network["b"].Get("x"));

        _network.Drain();

        Assert.All(_network.Replicas.Values, replica => Assert.Equal("1", replica.Get("x")));
    }

    [Fact]
    public void An_effect_that_arrives_before_its_cause_waits()
    {
        _network.Cut("a", "c");
        _network["a"].Put("x", "cause", _network.Now);
        _network.Drain();
        _network["b"].Put("y", "effect", _network.Now);
        _network.Drain();

        Assert.Null(_network["c"].Get("y"));
        Assert.Equal(1, _network["c"].Core.Status().StashCount);
        Assert.Equal(2UL, _network["c"].Core.Status().Behind);

        _network.Run(10);

        Assert.Equal(("cause", "effect"), (_network["c"].Get("x"), _network["c"].Get("y")));
        Assert.Equal(0, _network["c"].Core.Status().StashCount);
        Assert.Equal(0UL, _network["c"].Core.Status().Behind);
    }

    [Fact]
    public void A_replica_is_behind_by_what_a_peer_has_announced_though_nothing_waits_here()
    {
        _network.Cut("a", "c");
        for (var i = 0; i < 3; i++)
            _network["a"].Put($"k{i}", "v", _network.Now);
        _network.Drain();

        _network["c"].Receive(new UpdateBatch(_network["b"].Self, _network["b"].Core.Delivered, [], false));

        Assert.Equal((0, 3UL), (_network["c"].Core.Status().StashCount, _network["c"].Core.Status().Behind));
    }

    [Fact]
    public void Concurrent_writes_become_siblings_with_one_winner_everywhere()
    {
        _network["a"].Put("x", "from a", _network.Now);
        _network["b"].Put("x", "from b", _network.Now);
        _network.Drain();

        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.Equal("from b", replica.Get("x"));
            Assert.Equal(2, replica.Read("x").Versions.Length);
        });
    }

    [Fact]
    public void The_next_write_that_has_all_siblings_resolves_them()
    {
        _network["a"].Put("x", "from a", _network.Now);
        _network["b"].Put("x", "from b", _network.Now);
        _network.Drain();
        _network["c"].Write(WriteConcern.Local, _network.Now, ("x", null));
        _network.Drain();

        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.Null(replica.Get("x"));
            Assert.Null(Assert.Single(replica.Read("x").Versions).Value);
        });
    }

    [Fact]
    public void A_replica_that_missed_messages_catches_up_from_a_third_one_while_the_origin_is_cut_off()
    {
        _network.Cut("a", "c");
        for (var i = 0; i < 300; i++)
            _network["a"].Put($"k{i}", "v", _network.Now);
        _network.Drain();
        _network.Cut("a", "b");

        _network.Run(10);

        Assert.Equal(_network["a"].Core.Delivered, _network["c"].Core.Delivered);
    }

    [Fact]
    public void One_far_behind_gets_a_snapshot_and_the_log_from_there_on()
    {
        var network = new VirtualNetwork(seed: 2, Three with { SnapshotAfter = 50, BatchBytes = 500 }, "a", "b");
        for (var i = 0; i < 200; i++)
            network["a"].Put($"k{i}", $"v{i}", network.Now);
        network["a"].Write(WriteConcern.Local, network.Now, ("k7", null));
        network.Drain();
        network.Join("c");
        network.Run(3);
        network["a"].Put("late", "too", network.Now);
        network.Run(40);

        Assert.Equal("v199", network["c"].Get("k199"));
        Assert.Null(network["c"].Get("k7"));
        Assert.Equal("too", network["c"].Get("late"));
        Assert.Equal(network["a"].Core.Delivered, network["c"].Core.Delivered);
        Assert.InRange(network.Sent[typeof(SnapshotChunk)], 5, 100);
        Assert.DoesNotContain(network["c"].History, update => update.Dot.Sequence < 200);
    }

    [Fact]
    public void A_snapshot_comes_as_well_where_the_log_has_been_collected()
    {
        _network.Cut("a", "c");
        _network.Cut("b", "c");
        for (var i = 0; i < 20; i++)
            _network["a"].Put("x", $"v{i}", _network.Now);
        _network.Drain();
        _network["a"].Disk.Trim(_network["a"].Self, 15);
        _network["b"].Disk.Trim(_network["a"].Self, 15);
        _network.HealAll();

        _network.Run(10);

        Assert.Equal("v19", _network["c"].Get("x"));
        Assert.Single(_network["c"].Read("x").Versions);
    }

    [Fact]
    public void A_snapshot_that_breaks_off_is_taken_from_the_next_peer()
    {
        var network = new VirtualNetwork(seed: 3, Three with { SnapshotAfter = 20, BatchBytes = 300 }, "a", "b");
        for (var i = 0; i < 100; i++)
            network["a"].Put($"k{i}", "v", network.Now);
        network.Drain();
        network.Join("c");
        for (var i = 0; i < 6; i++)
        {
            network.Tick();
            network.Step();
            network.Step();
        }

        network.Cut("a", "c");
        network.Run(60);

        Assert.Equal(network["b"].Core.Delivered, network["c"].Core.Delivered);
        Assert.Equal("v", network["c"].Get("k99"));
    }

    [Fact]
    public void A_restart_opens_a_new_incarnation_and_loses_nothing()
    {
        var first = _network["a"].Put("x", "1", _network.Now);
        _network.Restart("a");
        var second = _network["a"].Put("x", "2", _network.Now);
        _network.Run(10);

        Assert.NotEqual(first.Origin, second.Origin);
        Assert.Equal(1UL, second.Sequence);
        Assert.All(_network.Replicas.Values, replica =>
        {
            Assert.Equal("2", replica.Get("x"));
            Assert.Single(replica.Read("x").Versions);
        });
    }

    [Fact]
    public void What_a_crashed_replica_had_not_sent_yet_is_pulled_after_its_restart()
    {
        _network.Cut("a", "b");
        _network.Cut("a", "c");
        _network["a"].Put("x", "1", _network.Now);
        _network.Drain();
        _network.Restart("a");
        _network.HealAll();
        _network.Run(10);

        Assert.Equal("1", _network["c"].Get("x"));
    }

    [Fact]
    public void A_timestamp_exceeds_those_of_its_causes_though_the_clock_of_its_replica_is_behind()
    {
        _network["a"].Put("x", "fast clock", _network.Now.AddDays(1));
        _network.Drain();
        var cause = _network["b"].Read("x").Winner!;
        _network["b"].Put("x", "slow clock", _network.Now);
        _network.Drain();

        Assert.All(_network.Replicas.Values, replica => Assert.Equal("slow clock", replica.Get("x")));
        Assert.True(_network["b"].Read("x").Winner!.Timestamp.Ticks > cause.Timestamp.Ticks);
    }

    [Fact]
    public void A_timestamp_exceeds_those_of_its_causes_where_they_came_by_a_merge()
    {
        var network = new VirtualNetwork(seed: 2, Three with { SnapshotAfter = 5 }, "a", "b", "c");
        network.CutOff("c");
        for (var i = 0; i < 10; i++)
            network["a"].Put("x", "fast clock", network.Now.AddDays(1));
        network.HealAll();
        network.Run(10);
        var cause = network["c"].Read("x").Winner!;
        Assert.Empty(network["c"].History);

        network.Put("c", "x", "slow clock");

        Assert.True(network["c"].Read("x").Winner!.Timestamp.Ticks > cause.Timestamp.Ticks);
    }

    [Fact]
    public void A_batch_is_one_update()
    {
        var dot = _network["a"].Write(WriteConcern.Local, _network.Now, ("x", "1"), ("y", "2"));
        _network.Drain();

        Assert.Equal(dot, Assert.Single(_network["b"].History).Dot);
        Assert.Equal(("1", "2"), (_network["b"].Get("x"), _network["b"].Get("y")));
    }

    [Fact]
    public void A_conditional_write_is_refused_where_the_key_has_moved_on()
    {
        _network["a"].Put("x", "1", _network.Now);
        var tag = ETag.Of(_network["a"].Read("x"));
        _network["a"].Submit(WriteConcern.Local, tag, _network.Now, ("x", "2"));
        var late = _network["a"].Submit(WriteConcern.Local, tag, _network.Now, ("x", "3"));

        Assert.Equal("2", _network["a"].Get("x"));
        Assert.Equal(_network["a"].Read("x"), _network["a"].Refused[late]);
    }

    [Fact]
    public void A_write_that_needs_a_value_is_refused_where_the_key_was_deleted_or_never_written()
    {
        _network.Put("a", "live", "1");
        _network.Delete("a", "deleted");
        var writes = new[] { "live", "deleted", "unknown" }
            .ToDictionary(key => key, key => _network["a"].Submit(WriteConcern.Local, "*", _network.Now, (key, "2")));

        Assert.Equal([writes["deleted"], writes["unknown"]], _network["a"].Refused.Keys.Order());
        Assert.Equal("2", _network["a"].Get("live"));
    }

    [Fact]
    public void What_another_live_replica_under_the_same_name_sends_is_not_delivered()
    {
        var update = new Dot(new Incarnation(ReplicaId.Create("a"), 99), 1);

        _network["a"].Receive(
            new UpdateBatch(update.Origin, VectorClock.Of(update), [Samples.Update(update)], WantsClock: false));

        Assert.Null(_network["a"].Get("x"));
    }

    [Fact]
    public void A_replica_that_reaches_no_majority_does_not_count_as_caught_up()
    {
        Assert.True(_network["c"].Core.Replica.HasCaughtUp);
        _network.CutOff("c");
        _network.Run(1);
        Assert.False(_network["c"].Core.Replica.HasCaughtUp);

        _network.HealAll();
        _network.Run(5);
        Assert.True(_network["c"].Core.Replica.HasCaughtUp);
    }

    [Fact]
    public void Another_live_replica_under_the_same_name_is_reported_and_not_listened_to()
    {
        var other = new Incarnation(ReplicaId.Create("a"), 99);
        var set = _network["b"].Disk.State.Set;
        for (var i = 0; i < 20; i++)
        {
            // The other one enters again and again, as this one does a few times.
            set = set.With(new Member(other, set.Find(other.Replica)!.Entered.Next(_network.Now.AddDays(i))));
            var announcement = new ClockAnnouncement(
                other, VectorClock.Of(new Dot(other, 5)), new MembershipView(set, VectorClock.Empty));
            _network["a"].Receive(announcement);
            _network["b"].Receive(announcement);
            _network.Run(5);
            set = _network["b"].Disk.State.Set;
        }

        Assert.Contains(other, _network["a"].Impostors);
        Assert.Equal(VectorClock.Empty, _network["a"].Core.Delivered);
    }

    [Fact]
    public void The_member_that_holds_stability_up_is_named()
    {
        _network.Cut("a", "c");
        _network.Cut("b", "c");
        var dot = _network["a"].Put("x", "1", _network.Now);
        _network.Run(5);

        var status = _network["a"].Core.Status();
        Assert.Equal(ReplicaId.Create("c"), status.BlockedBy);
        Assert.False(status.Stable.Covers(dot));

        _network.HealAll();
        _network.Run(10);
        Assert.Null(_network["a"].Core.Status().BlockedBy);
        Assert.True(_network["a"].Core.Status().Stable.Covers(dot));
    }
}
