using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

/// <summary>What every storage of a replica promises of snapshots that it stages and merges.</summary>
public abstract class SnapshotMergeSuite
{
    protected static readonly Dot Mine = new(Samples.A, 2);
    protected static readonly Dot Theirs = new(Samples.B, 5);

    protected abstract IReplicaStorage Storage { get; }

    [Fact]
    public void A_merge_keeps_what_the_other_side_does_not_know_of_and_drops_what_it_has_replaced()
    {
        Storage.Commit(Changes.Of(2, ("replaced", "old"), ("removed", "old")));
        Storage.Commit(Changes.Of(3, ("own", "new")));
        Stage(("replaced", Sibling("theirs")));
        Assert.Equal("old", Text("replaced"));

        Stage(("added", Sibling("theirs")));
        var after = Merge(There(Mine, Theirs));

        Assert.Equal(
            [("added", "theirs"), ("own", "new"), ("replaced", "theirs")],
            Storage.Scan(Keyspace.User, "", null).Select(item => (item.Key.Name, Samples.Text(item.Value)!)));
        Assert.Equal(VectorClock.Of(new Dot(Samples.A, 3), Theirs), after.Clock);
        Assert.Equal(after, Storage.State);
        using var view = Storage.OpenView();
        Assert.Equal(after.Clock, view.State.Clock);
    }

    [Fact]
    public void What_the_other_side_lacks_and_may_have_collected_a_tombstone_over_is_reissued_here()
    {
        var known = VectorClock.Of(new Dot(Samples.C, 1));
        Storage.Commit(Changes.Of(2) with
        {
            Versions = new Dictionary<Key, VersionSet>
            {
                [Samples.Key("aware")] = VersionSet.Of(Samples.Version(Mine, 2, "aware") with { Causes = known }),
                [Samples.Key("unaware")] = VersionSet.Of(Samples.Version(new Dot(Samples.A, 1), 1, "unaware")),
            },
        });
        var there = new ReplicaCut(
            known.With(Theirs), known, new HybridTimestamp(1 << 20), new HybridTimestamp(1 << 19));

        var after = Merge(there);

        Assert.Equal(Mine, Storage.Read(Samples.Key("aware")).Winner!.Dot);
        var reissued = Storage.Read(Samples.Key("unaware")).Winner!;
        Assert.Equal((new Dot(Samples.A, 3), new Dot(Samples.A, 1)), (reissued.Dot, reissued.Identity));
        Assert.Equal(VectorClock.Of(Mine, Theirs, new Dot(Samples.C, 1)), reissued.Dependencies);
        Assert.True(reissued.Timestamp.CompareTo(there.LastDelete) > 0);
        Assert.Equal(reissued.Dependencies.With(reissued.Dot), after.Clock);
        Assert.Equal((known, there.LastDelete), (after.Horizon, after.LastDelete));
        Assert.True(after.Timestamp.CompareTo(there.Timestamp) > 0);
    }

    [Fact]
    public void What_came_without_knowing_the_horizon_here_is_reissued_except_for_tombstones_which_are_told_with_the_others()
    {
        Storage.Commit(Changes.Deleting(2, "own"));
        Storage.Commit(Changes.Of(2) with { State = Changes.State(Mine) with { Horizon = VectorClock.Of(Mine) } });
        Stage(("kept", Sibling("value")), ("deleted", VersionSet.Of(Samples.Version(new Dot(Samples.B, 4), 4, null))));

        Merge(There(Theirs));

        Assert.Equal((new Dot(Samples.A, 3), Theirs), NameAndIdentity("kept"));
        Assert.Equal((new Dot(Samples.B, 4), new Dot(Samples.B, 4)), NameAndIdentity("deleted"));
        Assert.Equal(
            [new(Mine, Samples.Key("own")), new(new Dot(Samples.B, 4), Samples.Key("deleted"))],
            Storage.ReadTombstones(Samples.A, 0).Concat(Storage.ReadTombstones(Samples.B, 0)));

        (Dot Dot, Dot Identity) NameAndIdentity(string key) =>
            Storage.Read(Samples.Key(key)).Winner is { } winner ? (winner.Dot, winner.Identity) : default;
    }

    [Fact]
    public void The_log_starts_behind_what_came_by_a_merge()
    {
        var (first, second) = (Samples.Update(new Dot(Samples.B, 1), VectorClock.Empty), Samples.Update(
            new Dot(Samples.C, 1), VectorClock.Empty));
        Storage.Commit(
            Changes.Of(2) with { State = Changes.State(Mine, first.Dot, second.Dot), Log = [first, second] });

        var after = Merge(There(Theirs, second.Dot));

        Assert.Equal(VectorClock.Of(Theirs), after.LogHorizon);
        Assert.Empty(Storage.ReadLog(Samples.B, 1));
        Assert.Single(Storage.ReadLog(Samples.C, 1));
    }

    [Fact]
    public void A_key_that_arrives_in_parts_is_staged_with_the_versions_of_all_of_them()
    {
        Dot[] dots = [.. Enumerable.Range(1, 4).Select(sequence => new Dot(Samples.B, (ulong)sequence))];
        var parts = Array.ConvertAll(dots, dot => VersionSet.Of(Samples.Version(dot, dot.Sequence, $"{dot.Sequence}")));
        Stage(("before", Sibling("other")), ("x", parts[3]));
        Stage(("x", parts[2]), ("x", parts[1]));
        Stage(("x", parts[0]));

        Merge(There(Theirs));

        Assert.Equal(VersionSet.Of(parts.SelectMany(part => part.Versions)), Storage.Read(Samples.Key("x")));
        Assert.Equal("other", Text("before"));
    }

    [Fact]
    public void A_new_snapshot_drops_what_was_staged_of_the_one_before()
    {
        Stage(("before", Sibling("theirs")), ("now", Sibling("before")));
        Storage.Commit(Changes.Of(1) with
        {
            Staged = [KeyValuePair.Create(Samples.Key("now"), Sibling("theirs"))],
            DropsStaged = true,
        });
        Merge(There(Theirs));

        Assert.Equal(["now"], Storage.Scan(Keyspace.User, "", null).Select(item => item.Key.Name));
        Assert.Equal("theirs", Text("now"));

        Merge(There(Theirs, new Dot(Samples.B, 6)));
        Assert.Empty(Storage.Scan(Keyspace.User, "", null));
    }

    [Fact]
    public void A_merge_writes_its_clocks_with_the_base_of_either_side()
    {
        var clockBase = Storage.Bases.Add(ClockBase.Of(new Dot(Samples.Ended, 5)));
        Storage.Commit(Changes.Of(2, ("own", "own")));
        var there = new ReplicaCut(
            VectorClock.Of(clockBase, [Theirs]), VectorClock.Of(clockBase, []), default, default);

        var after = Merge(there);

        Assert.Same(clockBase, after.Clock.Base);
        Assert.Same(clockBase, after.Horizon.Base);
        Assert.Same(clockBase, Storage.Read(Samples.Key("own")).Winner!.Dependencies.Base);
    }

    [Fact]
    public void The_digest_after_a_merge_is_that_of_the_content()
    {
        Storage.Commit(Changes.Of(2, ("replaced", "old"), ("removed", "old"), ("own", "old")));
        Storage.Commit(Changes.Of(3, ("own", "new")) with
        {
            State = Changes.State(new Dot(Samples.A, 3)) with { Horizon = VectorClock.Of(Mine) }
        });
        Storage.Commit(Changes.Of(3) with { State = Storage.State with { Digest = DigestOfContent() } });
        Stage(("replaced", Sibling("theirs")), ("added", Sibling("theirs")));

        var after = Merge(There(Mine, Theirs));

        Assert.Equal(DigestOfContent(), after.Digest);
        Assert.Equal(after.Digest, Storage.State.Digest);
    }

    [Fact]
    public void Keys_of_ranges_that_are_not_merged_stay_as_they_are()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"k{i}").ToList();
        Storage.Commit(Changes.Of(2, [.. names.Select(name => (name, "old"))]));
        Stage([.. names.Select(name => (name, Sibling("theirs")))]);
        var before = Storage.State;

        Storage.InstallStaged(
            default, new Installation(before.Cut, There(Mine, Theirs), Mine) { Ranges = 0b101 }, before);

        Assert.All(
            names,
            name => Assert.Equal(ContentDigest.RangeOf(Samples.Key(name)) is 0 or 2 ? "theirs" : "old", Text(name)));
    }

    [Fact]
    public async Task Readers_see_a_merge_whole_or_not_at_all()
    {
        const int Keys = 3_500;
        var names = Enumerable.Range(0, Keys).Select(i => $"k{i:d5}").ToList();
        Storage.Commit(Changes.Of(2, [.. names.Select(name => (name, "old"))]));
        Stage([.. names.Select(name => (name, Sibling("new")))]);
        var there = There(Mine, Theirs);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isOver = false;
        var reader = Task.Run(() =>
        {
            var seen = new HashSet<string?>();
            for (var isLast = false; !isLast; reading.TrySetResult())
            {
                isLast = Volatile.Read(ref isOver);
                var covers = Storage.Clock.Covers(there.Clock);
                var first = Text(names[0]);
                var last = Text(names[^1]);
                Assert.False(covers && first == "old", "The clock covers the snapshot, the read does not");
                Assert.False(first == "new" && last == "old", "A read goes back behind the one before");
                using var view = Storage.OpenView();
                var values = view.Scan(Keyspace.User, "", null).Take(10).Append(
                    KeyValuePair.Create(Samples.Key("last"), view.Read(Samples.Key(names[^1]))))
                        .Select(item => Samples.Text(item.Value));
                var value = Assert.Single(values.Distinct());
                Assert.Equal(value == "new", view.State.Clock.Covers(there.Clock));
                seen.Add(value);
            }

            return seen;
        });
        await reading.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Merge(there);
        Volatile.Write(ref isOver, true);

        Assert.Equal(["new", "old"], (await reader.WaitAsync(TimeSpan.FromSeconds(60))).Order());
    }

    private ContentDigest DigestOfContent()
    {
        var digest = new ContentDigest.Builder(ContentDigest.Empty);
        foreach (var (key, versions) in Storage.Scan(Keyspace.User, "", null))
            digest.Replace(key, VersionSet.Empty, versions);
        return digest.Digest;
    }

    /// <summary>The cut of a sender that has delivered given updates, and collected nothing.</summary>
    protected static ReplicaCut There(params Dot[] delivered) =>
        new(VectorClock.Of(delivered), VectorClock.Empty, new HybridTimestamp(20), new HybridTimestamp(20));

    /// <summary>A version of the sender's.</summary>
    protected static VersionSet Sibling(string value) => VersionSet.Of(Samples.Version(Theirs, 9, value));

    /// <summary>Stages what a snapshot brings.</summary>
    protected void Stage(params (string Key, VersionSet Versions)[] items) => Storage.Commit(Changes.Of(1) with
    {
        State = Storage.State,
        Staged = [.. items.Select(item => KeyValuePair.Create(Samples.Key(item.Key), item.Versions))],
    });

    /// <summary>Merges what is staged; replica "a" reissues.</summary>
    protected ReplicaState Merge(ReplicaCut there)
    {
        var before = Storage.State;
        return Storage.InstallStaged(
            default, new Installation(before.Cut, there, new Dot(Samples.A, before.Clock[Samples.A])), before);
    }

    protected string? Text(string key) => Samples.Text(Storage.Read(Samples.Key(key)));
}
