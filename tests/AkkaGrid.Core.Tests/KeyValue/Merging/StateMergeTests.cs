using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Merging;

namespace AkkaGrid.Core.Tests.KeyValue.Merging;

public sealed class StateMergeTests
{
    private static readonly Incarnation A = Named("a");
    private static readonly Incarnation B = Named("b");
    private static readonly Incarnation C = Named("c");
    private static readonly Dot Last = new(Named("m"), 10);
    private static readonly HybridTimestamp LastDelete = new(90);
    private static readonly HybridTimestamp JustAboveEveryTombstone = new(91);

    [Fact]
    public void A_version_that_one_side_has_never_seen_stays()
    {
        var (mine, theirs) = (Version(A, 1, 5, "a"), Version(B, 1, 6, "b"));
        var merge = Merge(Cut([mine.Dot]), Cut([theirs.Dot]));

        Assert.Equal(VersionSet.Of(mine, theirs), merge.Merge(VersionSet.Of(mine), VersionSet.Of(theirs)));
        Assert.Equal(VectorClock.Of(mine.Dot, theirs.Dot).With(Last), merge.Merged.Clock);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_version_that_the_other_side_has_seen_and_lacks_was_overwritten_there(bool isMine)
    {
        var old = VersionSet.Of(Version(A, 1, 5, "old"));
        var (with, without) = (Cut([new Dot(A, 1)]), Cut([new Dot(A, 1), new Dot(B, 1)]));
        var merge = isMine ? Merge(with, without) : Merge(without, with);

        Assert.True((isMine ? merge.Merge(old, VersionSet.Empty) : merge.Merge(VersionSet.Empty, old)).IsEmpty);
        Assert.Equal(Last, merge.Last);
    }

    [Fact]
    public void Of_two_names_of_one_version_the_greater_stays_with_what_either_knew()
    {
        var original = Version(A, 1, 5, "x", knew: [new Dot(B, 1)]);
        var reissued = original with
        {
            Dot = new Dot(C, 3),
            Timestamp = new HybridTimestamp(9),
            Causes = VectorClock.Of(new Dot(C, 2))
        };
        var (here, there) = (Cut([original.Dot]), Cut([original.Dot, reissued.Dot]));
        var expected = reissued with { Causes = VectorClock.Of(new Dot(B, 1), new Dot(C, 2)) };

        Assert.Equal(
            VersionSet.Of(expected), Merge(here, there).Merge(VersionSet.Of(original), VersionSet.Of(reissued)));
        Assert.Equal(
            VersionSet.Of(expected), Merge(there, here).Merge(VersionSet.Of(reissued), VersionSet.Of(original)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_version_that_may_be_concurrent_to_a_tombstone_that_the_other_side_has_collected_is_reissued(
        bool isMine)
    {
        var unaware = Version(A, 1, 5, "x");
        var (with, without) = (Cut([unaware.Dot]), Cut([new Dot(B, 4)], horizon: [new Dot(B, 4)]));
        var merge = isMine ? Merge(with, without) : Merge(without, with);

        var version = Assert.Single((isMine
            ? merge.Merge(VersionSet.Of(unaware), VersionSet.Empty)
            : merge.Merge(VersionSet.Empty, VersionSet.Of(unaware))).Versions);

        Assert.Equal(Last with { Sequence = 11 }, version.Dot);
        Assert.Equal(unaware.Dot, version.Identity);
        Assert.Equal(VectorClock.Of(unaware.Dot, new Dot(B, 4)), version.Dependencies);
        Assert.Equal(JustAboveEveryTombstone, version.Timestamp);
        Assert.True(merge.Merged.Clock.Covers(version.Dot));
        Assert.Equal(VectorClock.Of(new Dot(B, 4)), merge.Merged.Horizon);
    }

    [Fact]
    public void A_version_that_knew_the_other_sides_horizon_is_not_reissued()
    {
        var aware = Version(A, 1, 5, "x", knew: [new Dot(B, 4)]);
        var merge = Merge(Cut([new Dot(B, 4)], horizon: [new Dot(B, 4)]), Cut([aware.Dot, new Dot(B, 4)]));

        Assert.Equal(VersionSet.Of(aware), merge.Merge(VersionSet.Empty, VersionSet.Of(aware)));
        Assert.Equal(Last, merge.Last);
    }

    [Fact]
    public void A_version_knew_what_its_own_replica_had_deleted_before()
    {
        var aware = Version(B, 5, 5, "x");
        var merge = Merge(Cut([new Dot(B, 4)], horizon: [new Dot(B, 4)]), Cut([aware.Dot]));

        Assert.Equal(VersionSet.Of(aware), merge.Merge(VersionSet.Empty, VersionSet.Of(aware)));
        Assert.Equal(Last, merge.Last);
    }

    [Fact]
    public void A_version_that_both_sides_have_is_not_reissued_whatever_the_horizons_are()
    {
        var version = Version(A, 1, 5, "x");
        var merge = Merge(Cut([version.Dot], horizon: [new Dot(B, 4)]), Cut([version.Dot], horizon: [new Dot(C, 4)]));

        Assert.Equal(VersionSet.Of(version), merge.Merge(VersionSet.Of(version), VersionSet.Of(version)));
        Assert.Equal(VectorClock.Of(new Dot(B, 4), new Dot(C, 4)), merge.Merged.Horizon);
    }

    [Fact]
    public void A_live_version_that_a_reissued_one_would_overtake_is_reissued_after_it()
    {
        var (unaware, winner) = (Version(A, 1, 5, "older"), Version(C, 1, 8, "newer", knew: [new Dot(B, 4)]));
        var merge = Merge(Cut([new Dot(B, 4), winner.Dot], horizon: [new Dot(B, 4)]), Cut([unaware.Dot]));

        var merged = merge.Merge(VersionSet.Of(winner), VersionSet.Of(unaware));

        Assert.Equal(["newer", "older"], merged.Versions.Select(Text));
        Assert.Equal([Last with { Sequence = 12 }, Last with { Sequence = 11 }], merged.Dots);
        Assert.Equal([winner.Dot, unaware.Dot], merged.Versions.Select(version => version.Identity));
        Assert.All(merged.Versions, version => Assert.Equal(JustAboveEveryTombstone, version.Timestamp));
    }

    [Fact]
    public void A_live_version_that_a_reissued_one_does_not_overtake_stays_as_it_is()
    {
        var (unaware, winner) = (Version(A, 1, 5, "older"), Version(C, 1, 95, "newer", knew: [new Dot(B, 4)]));
        var merge = Merge(Cut([new Dot(B, 4), winner.Dot], horizon: [new Dot(B, 4)]), Cut([unaware.Dot]));

        var merged = merge.Merge(VersionSet.Of(winner), VersionSet.Of(unaware));

        Assert.Equal(winner, merged.Winner);
        Assert.Equal(
            (JustAboveEveryTombstone, unaware.Dot), (merged.Versions[1].Timestamp, merged.Versions[1].Identity));
    }

    [Fact]
    public void A_reissued_version_that_is_later_than_every_tombstone_keeps_its_timestamp()
    {
        var unaware = Version(A, 1, 95, "x");
        var merge = Merge(Cut([new Dot(B, 4)], horizon: [new Dot(B, 4)]), Cut([unaware.Dot]));

        var version = merge.Merge(VersionSet.Empty, VersionSet.Of(unaware)).Winner!;

        Assert.Equal((unaware.Timestamp, unaware.Dot), (version.Timestamp, version.Identity));
        Assert.Equal(VectorClock.Of(unaware.Dot, new Dot(B, 4)), version.Dependencies);
    }

    [Fact]
    public void A_reissued_version_wins_over_a_tombstone_that_won_before()
    {
        var (unaware, tombstone) = (Version(A, 1, 5, "x"), Version(C, 1, 8, null, knew: [new Dot(B, 4)]));
        var merge = Merge(Cut([new Dot(B, 4), tombstone.Dot], horizon: [new Dot(B, 4)]), Cut([unaware.Dot]));

        Assert.Equal("x", Text(merge.Merge(VersionSet.Of(tombstone), VersionSet.Of(unaware)).Winner!));
    }

    [Fact]
    public void A_live_version_is_reissued_and_the_tombstone_that_had_won_over_it_is_not()
    {
        var (live, tombstone) = (Version(A, 1, 5, "x"), Version(C, 1, 8, null));
        var merge = Merge(
            Cut([live.Dot, new Dot(B, 4)], horizon: [new Dot(B, 4)]),
            Cut([tombstone.Dot, new Dot(B, 5)], horizon: [new Dot(B, 5)]));

        var merged = merge.Merge(VersionSet.Of(live), VersionSet.Of(tombstone));

        Assert.Equal(["x", null], merged.Versions.Select(Text));
        Assert.Equal([Last with { Sequence = 11 }, tombstone.Dot], merged.Dots);
    }

    [Fact]
    public void Reissued_versions_of_a_key_keep_their_order_among_themselves()
    {
        var theirs = VersionSet.Of(Version(A, 1, 7, "first"), Version(C, 1, 5, "second"), Version(C, 2, 3, "third"));
        var merge = Merge(Cut([new Dot(B, 4)], horizon: [new Dot(B, 4)]), Cut([new Dot(A, 1), new Dot(C, 2)]));

        Assert.Equal(["first", "second", "third"], merge.Merge(VersionSet.Empty, theirs).Versions.Select(Text));
        Assert.Equal(Last with { Sequence = 13 }, merge.Last);
    }

    [Fact]
    public void A_tombstone_is_never_reissued_and_overwrites_nothing_that_it_did_not_know()
    {
        var (unaware, live) = (Version(A, 1, 9, null), Version(C, 1, 5, "stays", knew: [new Dot(B, 4)]));
        var merge = Merge(Cut([new Dot(B, 4), live.Dot], horizon: [new Dot(B, 4)]), Cut([unaware.Dot]));

        var merged = merge.Merge(VersionSet.Of(live), VersionSet.Of(unaware));

        Assert.Equal(VersionSet.Of(unaware, live), merged);
        Assert.Equal(Last, merge.Last);
    }

    /// <summary>
    /// A reissued version was overwritten by a write that knew it under its first name, and is less than the new one.
    /// </summary>
    [Theory]
    [InlineData("lesser", 50, false)]
    [InlineData("lesser", 50, true)]
    [InlineData(null, 50, false)]
    [InlineData("greater", 150, false)]
    public void A_merge_takes_a_dot_that_names_nothing_where_the_winner_goes_back(
        string? value, ulong timestamp, bool isMine)
    {
        var original = Version(A, 1, 5, "x");
        var reissued = original with { Dot = new Dot(C, 3), Timestamp = new HybridTimestamp(91) };
        var after = Version(A, 2, timestamp, value, knew: [original.Dot]);
        var (with, without) = (Cut([original.Dot, reissued.Dot]), Cut([after.Dot]));
        var merge = isMine ? Merge(with, without) : Merge(without, with);

        var merged = isMine
            ? merge.Merge(VersionSet.Of(reissued), VersionSet.Of(after))
            : merge.Merge(VersionSet.Of(after), VersionSet.Of(reissued));

        Assert.Equal(VersionSet.Of(after), merged);
        Assert.Equal(value == "greater" ? Last : Last.Next, merge.Last);
        Assert.True(merge.Merged.Clock.Covers(merge.Last));
    }

    [Fact]
    public void A_merge_takes_such_a_dot_too_where_the_write_that_overwrote_the_winner_is_collected()
    {
        var original = Version(A, 1, 5, "x");
        var reissued = original with { Dot = new Dot(C, 3), Timestamp = new HybridTimestamp(91) };
        var merge = Merge(Cut([new Dot(A, 2)], horizon: [new Dot(A, 2)]), Cut([original.Dot, reissued.Dot]));

        Assert.True(merge.Merge(VersionSet.Empty, VersionSet.Of(reissued)).IsEmpty);
        Assert.Equal(Last.Next, merge.Last);
    }

    [Fact]
    public void Names_of_one_merge_differ_and_all_are_covered_by_its_clock()
    {
        var merge = Merge(Cut([new Dot(B, 4)], horizon: [new Dot(B, 4)]), Cut([new Dot(A, 50)]));

        var dots = Enumerable.Range(1, 50)
            .SelectMany(i => merge.Merge(VersionSet.Empty, VersionSet.Of(Version(A, (ulong)i, 5, "x"))).Dots).ToList();

        Assert.Equal(50, dots.Distinct().Count());
        Assert.All(dots, dot => Assert.True(merge.Merged.Clock.Covers(dot)));
    }

    [Fact]
    public void A_merge_that_was_interrupted_goes_on_as_if_it_had_not_been()
    {
        var (here, there) = (Cut([new Dot(B, 4)], horizon: [new Dot(B, 4)]), Cut([new Dot(A, 2)]));
        var (first, second) = (VersionSet.Of(Version(A, 1, 5, "1")), VersionSet.Of(Version(A, 2, 6, "2")));
        var whole = Merge(here, there);
        VersionSet[] expected = [whole.Merge(VersionSet.Empty, first), whole.Merge(VersionSet.Empty, second)];

        var begun = Merge(here, there);
        var done = begun.Merge(VersionSet.Empty, first);
        var resumed = new StateMerge(here, there, begun.Last);

        Assert.Equal(expected, new[] { done, resumed.Merge(VersionSet.Empty, second) });
        Assert.Equal(whole.Merged, resumed.Merged);
    }

    [Fact]
    public void Between_two_replicas_of_one_clock_what_either_holds_stays_and_nothing_is_reissued()
    {
        var (mine, theirs) = (Version(A, 1, 5, "mine"), Version(B, 1, 6, "theirs"));
        var merge = Merge(
            Cut([mine.Dot, theirs.Dot], horizon: [new Dot(A, 1)]),
            Cut([mine.Dot, theirs.Dot], horizon: [new Dot(B, 1)]));

        Assert.Equal(VersionSet.Of(mine, theirs), merge.Merge(VersionSet.Of(mine), VersionSet.Of(theirs)));
        Assert.Equal(VersionSet.Of(theirs), merge.Merge(VersionSet.Empty, VersionSet.Of(theirs)));
    }

    private static StateMerge Merge(ReplicaCut here, ReplicaCut there) => new(here, there, Last);

    private static ReplicaCut Cut(Dot[] clock, params Dot[] horizon) =>
        new(VectorClock.Of(clock), VectorClock.Of(horizon), new HybridTimestamp(100), LastDelete);

    private static KeyVersion Version(
        Incarnation origin, ulong sequence, ulong timestamp, string? value, params Dot[] knew) =>
        new(
            new Dot(origin, sequence),
            new HybridTimestamp(timestamp),
            value is null ? null : new Value(Encoding.UTF8.GetBytes(value)))
        {
            Causes = VectorClock.Of(knew),
        };

    private static string? Text(KeyVersion version) => version.Text();

    private static Incarnation Named(string name) => new(ReplicaId.Create(name), name[0]);
}
