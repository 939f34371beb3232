using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.Tests.KeyValue.Driving;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Stories;

/// <summary>
/// A replica that lost its disk takes over what the others have, and nothing that any disk still has is lost.
/// </summary>
public sealed class LostDisksTests
{
    private static readonly ReplicaOptions Three = new() { ExpectedReplicas = 3, LogTrimTicks = 2 };

    private readonly VirtualNetwork _network = new(seed: 1, Three, "a", "b", "c");

    [Theory]
    [InlineData("a", 0)]
    [InlineData("c", 3)]
    [InlineData("ab", 0)]
    [InlineData("ba", 1)]
    [InlineData("bc", 3)]
    [InlineData("cb", 0)]
    public void Those_that_lost_their_disks_take_the_state_of_the_others(string lost, int ticksBetween)
    {
        Age();
        foreach (var name in lost)
        {
            _network.Drain();
            _network.LoseDisk(name.ToString());
            _network.Run(ticksBetween);
        }

        _network.Run(40);

        _network.AssertSame();
        Assert.Equal("kept", _network[lost[..1]].Get("kept"));
        Assert.Null(_network[lost[..1]].Get("gone"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void What_only_one_disk_had_survives_the_loss_of_both_others(string sound)
    {
        Age();
        _network.CutOff(sound);
        _network.Put(sound, "alone", "1");
        _network.Put(sound, "kept", "overwritten");
        foreach (var lost in new[] { "a", "b", "c" }.Where(name => name != sound))
            _network.LoseDisk(lost);
        _network.Run(10);
        _network.HealAll();
        _network.Run(60);

        _network.AssertSame();
        Assert.All(
            _network.Replicas.Values,
            replica => Assert.Equal(("1", "overwritten"), (replica.Get("alone"), replica.Get("kept"))));
    }

    /// <summary>
    /// "b" and "c" are a majority of empty seeds, and so admitted, before they meet the one that has data.
    /// </summary>
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    [InlineData(true, 100_000)]
    public void Two_that_have_begun_anew_merge_with_the_one_whose_disk_is_sound(
        bool isOlderThanTheLog, int snapshotAfter)
    {
        var network = new VirtualNetwork(
            seed: 2,
            Three with { SnapshotAfter = (ulong)snapshotAfter, BatchUpdates = 2, PullBytes = 200 },
            "a",
            "b",
            "c");
        network.Put("b", "old", "trimmed");
        network.Run(10);
        if (isOlderThanTheLog)
            network.Advance(TimeSpan.FromHours(2));
        network.Run(40);
        for (var i = 0; i < 10; i++)
            network.Put("a", $"young{i}", "in the log");
        network.Run(10);
        network.Delete("a", "young0");
        network.Run(10);

        var a = network.Stop("a");
        network.LoseDisk("b");
        network.LoseDisk("c");
        network.Run(10);
        network.Put("b", "new", "1");
        network.Put("c", "young1", "as well");
        network.Put("c", "gone", "1");
        network.Delete("c", "gone");
        network.Run(10);
        network.Replicas[a.Name] = a;
        network.Restart("a");
        network.Run(100);

        network.AssertSame();
        Assert.Equal(
            ("trimmed", "1", null, null),
            (network["c"].Get("old"), network["c"].Get("new"), network["c"].Get("young0"), network["a"].Get("gone")));
        Assert.Equal(["as well", "in the log"], network["b"].Values("young1").Order());
        Assert.All(Enumerable.Range(2, 8), i => Assert.Equal("in the log", network["b"].Get($"young{i}")));
    }

    /// <summary>
    /// Each start counts its snapshots from 1: it must not be handed the one that an earlier start had opened.
    /// </summary>
    [Theory]
    [InlineData(60, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 3)]
    [InlineData(0, 5)]
    public void A_disk_that_is_lost_again_within_seconds_is_filled_with_the_present_state(int ticksBetween, int times)
    {
        _network.Put("a", "x", "0");
        _network.Run(5);
        for (var i = 1; i <= times; i++)
        {
            _network.LoseDisk("c");
            _network.Run(6);
            Assert.Equal($"{i - 1}", _network["c"].Get("x"));
            _network.Put("a", "x", $"{i}");
            _network.Run(ticksBetween);
        }

        _network.LoseDisk("c");
        _network.Run(50);
        var start = _network["c"].Self;
        _network.Run(100);

        Assert.Equal(($"{times}", start), (_network["c"].Get("x"), _network["c"].Self));
        _network.AssertSame();
    }

    [Fact]
    public void An_empty_disk_takes_no_writes_before_it_has_merged_and_says_whom_it_waits_for()
    {
        Age();
        _network.CutOff("c");
        _network.LoseDisk("c");
        _network.Run(20);
        Assert.Empty(RefusedWrite().Awaited);

        _network.HealAll();
        _network.Tick();
        while (_network["c"].Core.Replica.AwaitedPeers.IsEmpty)
            Assert.True(_network.Step());
        Assert.False(RefusedWrite().Awaited.IsEmpty);
        _network.Run(20);
        Assert.True(_network["c"].Core.IsAdmitted);
        _network.Put("c", "x", "1");
        _network.Run(5);
        Assert.Equal("1", _network["a"].Get("x"));

        AwaitingAdmission RefusedWrite()
        {
            Assert.False(_network["c"].Core.IsAdmitted);
            var reply = new RecordedWrite();
            _network["c"].Core.Handle(
                new Write(new WriteRequest([Samples.Put("x", "1")]), reply), new Moment(_network.Now, TimeSpan.Zero));
            return Assert.IsType<AwaitingAdmission>(reply.Failure);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_majority_of_seeds_whose_disks_are_all_empty_begins_and_one_alone_does_not(int starting)
    {
        var network = new VirtualNetwork(seed: 3, Three, "a");
        Assert.False(network["a"].Core.IsAdmitted);
        foreach (var name in new[] { "b", "c" }.Take(starting - 1))
            network.Join(name);
        network.Run(5);

        Assert.All(network.Replicas.Values, replica => Assert.True(replica.Core.IsAdmitted));
    }

    [Fact]
    public void A_minority_of_the_seeds_does_not_begin_though_all_that_it_meets_are_empty()
    {
        var network = new VirtualNetwork(seed: 4, Three with { ExpectedReplicas = 5 }, "a", "b");
        Assert.All(network.Replicas.Values, replica => Assert.False(replica.Core.IsAdmitted));

        network.Join("c");
        network.Run(5);

        Assert.All(network.Replicas.Values, replica => Assert.True(replica.Core.IsAdmitted));
    }

    /// <summary>The mark is written with the first turn after the admission; a start may end before.</summary>
    [Fact]
    public void A_disk_with_anything_on_it_serves_at_once_though_it_has_no_mark_of_an_admission()
    {
        var disk = new MemoryStorage();
        var state = ReplicaState.Initial with { Clock = VectorClock.Of(new Dot(Samples.B, 1)), IsAdmitted = false };
        disk.Commit(new ChangeSet(default, state, new Dictionary<Key, VersionSet>(), [], [], DropsStaged: false));
        _network.CutOff("c");

        _network.Restore("c", disk);

        Assert.True(_network["c"].Core.IsAdmitted);
    }

    [Fact]
    public void A_disk_with_anything_on_it_serves_at_once_and_alone()
    {
        Age();
        _network.CutOff("c");
        _network.Restart("c");

        _network.Put("c", "x", "1");

        Assert.Equal(("1", "kept"), (_network["c"].Get("x"), _network["c"].Get("kept")));
    }

    [Fact]
    public void A_disk_on_which_nothing_was_ever_written_serves_at_once_as_well_where_it_was_admitted()
    {
        _network.CutOff("c");
        _network.Restart("c");

        Assert.True(_network["c"].Core.IsAdmitted);
    }

    /// <summary>Gives the set a past of which something is collected.</summary>
    private void Age()
    {
        _network.Put("a", "kept", "kept");
        _network.Put("b", "gone", "old");
        _network.Run(3);
        _network.Delete("b", "gone");
        _network.Run(10);
        Assert.All(_network.Replicas.Values, replica => Assert.True(replica.Read("gone").IsEmpty));
    }
}
