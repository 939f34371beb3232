using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

/// <summary>What every storage of a replica promises.</summary>
public abstract class ReplicaStorageSuite
{
    protected abstract IReplicaStorage Storage { get; }

    [Fact]
    public void A_new_disk_holds_the_initial_state()
    {
        Assert.Equal(VectorClock.Empty, Storage.State.Clock);
        Assert.Equal(ReplicaSet.Empty, Storage.State.Set);
        Assert.Same(VersionSet.Empty, Storage.Read(Samples.Key("x")));
        Assert.Empty(Storage.Scan(Keyspace.User, "", null));
    }

    [Fact]
    public void An_incarnation_that_loads_is_the_writer_and_the_one_before_it_is_refused()
    {
        Storage.Load(Samples.A);
        Storage.Commit(Changes.Of(1, ("x", "1")) with { Writer = Samples.A });
        Assert.Equal(VectorClock.Of(new Dot(Samples.A, 1)), Storage.Load(Samples.B).Clock);

        Assert.Throws<InvalidOperationException>(() => Storage.Commit(Changes.Of(2, ("x", "2")) with { Writer = Samples.A }));
        Assert.Throws<InvalidOperationException>(() => Storage.InstallStaged(Samples.A, Changes.Merging(VectorClock.Empty), ReplicaState.Initial));
        Assert.Equal(Changes.Versions(1, "1"), Storage.Read(Samples.Key("x")));
    }

    [Fact]
    public void What_is_committed_is_read_and_a_key_without_versions_is_gone()
    {
        Storage.Commit(Changes.Of(1, ("x", "1"), ("y", "2")));
        Assert.Equal(Changes.Versions(1, "1"), Storage.Read(Samples.Key("x")));

        Storage.Commit(Changes.Of(2) with
        {
            Versions = new Dictionary<Key, VersionSet> { [Samples.Key("x")] = VersionSet.Empty },
        });

        Assert.True(Storage.Read(Samples.Key("x")).IsEmpty);
        Assert.Equal([Samples.Key("y")], Storage.Scan(Keyspace.User, "", null).Select(item => item.Key));
    }

    [Fact]
    public void The_state_is_that_of_the_last_commit()
    {
        Storage.Commit(Changes.Of(1, ("x", "1")));
        var state = new ReplicaState(
            VectorClock.Of(new Dot(Samples.A, 2), new Dot(Samples.B, 9)),
            new HybridTimestamp(77),
            ReplicaSet.Of(Samples.MemberOf(Samples.B)));
        Storage.Commit(Changes.Of(2) with { State = state });

        Assert.Equal(state.Clock, Storage.Clock);
        Assert.Equal((state.Timestamp, Samples.B), (Storage.State.Timestamp, Storage.State.Set.Find(Samples.B.Replica)!.Incarnation));
    }

    [Fact]
    public void Siblings_and_tombstones_are_kept_with_their_winner_first()
    {
        var siblings = VersionSet.Of(
            Samples.Version(new Dot(Samples.A, 1), 1, "loser"),
            Samples.Version(new Dot(Samples.B, 1), 2, null));
        Storage.Commit(Changes.Of(1) with
        {
            State = Changes.State(new Dot(Samples.A, 1), new Dot(Samples.B, 1)),
            Versions = new Dictionary<Key, VersionSet> { [Samples.Key("x")] = siblings },
        });

        Assert.Equal(siblings, Storage.Read(Samples.Key("x")));
        Assert.Equal(siblings, Assert.Single(Storage.Scan(Keyspace.User, "", null)).Value);
    }

    [Fact]
    public void A_scan_goes_by_the_bytes_of_the_keys_from_after_to_the_end_of_the_prefix()
    {
        string[] names = ["a", "a\0", "aa", "ab", "b", "é", "ж", "жж", "\uE000", "\uFFFD", "😀", "😀a", "\U0010FFFF", "z", "/"];
        Storage.Commit(Changes.Of(1, [.. names.Select(name => (name, name))]));
        var ordered = names.OrderBy(name => Convert.ToHexString(Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal).ToList();

        foreach (var prefix in (string[])["", .. names, "none", "\uD7FF"])
        {
            foreach (var after in (string?[])[null, .. names, "0", "ab\0", "\U0010FFFF\U0010FFFF"])
            {
                Assert.Equal(
                    ordered.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && (after is null || IsBehind(name, after))),
                    Storage.Scan(Keyspace.User, prefix, after).Select(item => item.Key.Name));
            }
        }

        static bool IsBehind(string name, string after) =>
            Encoding.UTF8.GetBytes(name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(after)) > 0;
    }

    [Fact]
    public void Keyspaces_stay_apart()
    {
        var charging = Key.Create(Keyspace.Charging, "x");
        Storage.Commit(Changes.Of(1, ("x", "user")));
        Storage.Commit(Changes.Of(2) with
        {
            Versions = new Dictionary<Key, VersionSet> { [charging] = Changes.Versions(2, "charging") },
        });

        Assert.Equal("user", Samples.Text(Storage.Read(Samples.Key("x"))));
        Assert.Equal("charging", Samples.Text(Storage.Read(charging)));
        Assert.Equal([Samples.Key("x")], Storage.Scan(Keyspace.User, "", null).Select(item => item.Key));
        Assert.Equal([charging], Storage.Scan(Keyspace.Charging, "", null).Select(item => item.Key));
    }

    [Fact]
    public void The_log_of_an_origin_is_read_from_a_sequence_to_the_first_gap()
    {
        ulong[] logged = [1, 2, 3, 255, 256, 257, 300];
        var updates = logged.Select(sequence => Samples.Update(
            new Dot(Samples.A, sequence), VectorClock.Of(new Dot(Samples.B, sequence)), Samples.Put("x", $"{sequence}"))).ToList();
        Storage.Commit(Changes.Of(300) with
        {
            State = Changes.State(new Dot(Samples.A, 300), new Dot(Samples.B, 300)),
            Log = [.. updates, Samples.Update(new Dot(Samples.B, 4), VectorClock.Empty)],
        });

        Assert.Equal([1, 2, 3], Sequences(Samples.A, 1));
        Assert.Equal([3], Sequences(Samples.A, 3));
        Assert.Equal([255, 256, 257], Sequences(Samples.A, 255));
        Assert.Equal([4], Sequences(Samples.B, 4));
        Assert.All([0UL, 4UL, 254UL, 301UL], first => Assert.Empty(Storage.ReadLog(Samples.A, first)));
        Assert.Empty(Storage.ReadLog(Samples.C, 1));
        var read = Storage.ReadLog(Samples.A, 256).First();
        Assert.Equal(updates[4] with { Mutations = [] }, read with { Mutations = [] });
        Assert.Equal(updates[4].Mutations.AsEnumerable(), read.Mutations.AsEnumerable());

        List<ulong> Sequences(Incarnation origin, ulong first) =>
            [.. Storage.ReadLog(origin, first).Select(update => update.Dot.Sequence)];
    }

    [Fact]
    public void A_view_is_a_cut_that_does_not_change()
    {
        Storage.Commit(Changes.Of(1, ("x", "1"), ("y", "1")));
        using var view = Storage.OpenView();
        Storage.Commit(Changes.Of(2, ("x", "2"), ("z", "2")));
        using var later = Storage.OpenView();

        Assert.Equal("1", Samples.Text(view.Read(Samples.Key("x"))));
        Assert.Equal(Changes.State(new Dot(Samples.A, 1)).Clock, view.State.Clock);
        Assert.Equal(["x", "y"], view.Scan(Keyspace.User, "", null).Select(item => item.Key.Name));
        Assert.Equal("2", Samples.Text(later.Read(Samples.Key("x"))));
        Assert.Equal(["x", "y", "z"], later.Scan(Keyspace.User, "", null).Select(item => item.Key.Name));
    }

    [Fact]
    public void A_snapshot_that_is_taken_over_replaces_what_it_knows_of_and_leaves_what_it_does_not()
    {
        var mine = new Dot(Samples.A, 2);
        Storage.Commit(Changes.Of(2, ("replaced", "old"), ("removed", "old")) with { State = Changes.State(mine) });
        Storage.Commit(Changes.Of(3, ("own", "new")));
        var snapshot = VectorClock.Of(mine, new Dot(Samples.B, 5));
        var theirs = VersionSet.Of(Samples.Version(new Dot(Samples.B, 5), 9, "theirs"));
        var state = Changes.State(new Dot(Samples.A, 3), new Dot(Samples.B, 5));
        Storage.Commit(Changes.Of(3) with { Staged = [KeyValuePair.Create(Samples.Key("replaced"), theirs)] });
        Assert.Equal("old", Samples.Text(Storage.Read(Samples.Key("replaced"))));

        Storage.Commit(Changes.Of(3) with { Staged = [KeyValuePair.Create(Samples.Key("added"), theirs)] });
        Storage.InstallStaged(default, Changes.Merging(snapshot), state);

        Assert.Equal(
            [("added", "theirs"), ("own", "new"), ("replaced", "theirs")],
            Storage.Scan(Keyspace.User, "", null).Select(item => (item.Key.Name, Samples.Text(item.Value)!)));
        Assert.Equal(state.Clock, Storage.State.Clock);
        using var view = Storage.OpenView();
        Assert.Equal(state.Clock, view.State.Clock);
    }

    [Fact]
    public void A_new_snapshot_drops_what_was_staged_of_the_one_before()
    {
        var theirs = VersionSet.Of(Samples.Version(new Dot(Samples.B, 5), 9, "theirs"));
        Storage.Commit(Changes.Of(1) with { Staged = [KeyValuePair.Create(Samples.Key("before"), theirs)] });
        Storage.Commit(Changes.Of(1) with { Staged = [KeyValuePair.Create(Samples.Key("now"), theirs)], DropsStaged = true });
        Storage.InstallStaged(default, Changes.Merging(VectorClock.Of(new Dot(Samples.B, 5))), Changes.State(new Dot(Samples.A, 1), new Dot(Samples.B, 5)));

        Assert.Equal(["now"], Storage.Scan(Keyspace.User, "", null).Select(item => item.Key.Name));

        Storage.InstallStaged(default, Changes.Merging(VectorClock.Of(new Dot(Samples.B, 6))), Changes.State(new Dot(Samples.A, 1), new Dot(Samples.B, 6)));
        Assert.Empty(Storage.Scan(Keyspace.User, "", null));
    }

    [Fact]
    public async Task Readers_see_a_snapshot_that_is_taken_over_whole_or_not_at_all()
    {
        const int Keys = 3_500;
        var names = Enumerable.Range(0, Keys).Select(i => $"k{i:d5}").ToList();
        Storage.Commit(Changes.Of(1, [.. names.Select(name => (name, "old"))]));
        var snapshot = VectorClock.Of(new Dot(Samples.A, 1), new Dot(Samples.B, 5));
        var theirs = VersionSet.Of(Samples.Version(new Dot(Samples.B, 5), 9, "new"));
        Storage.Commit(Changes.Of(1) with { Staged = [.. names.Select(name => KeyValuePair.Create(Samples.Key(name), theirs))] });
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isOver = false;
        var reader = Task.Run(() =>
        {
            var seen = new HashSet<string?>();
            for (var isLast = false; !isLast; reading.TrySetResult())
            {
                isLast = Volatile.Read(ref isOver);
                var covers = Storage.Clock.Covers(snapshot);
                var first = Samples.Text(Storage.Read(Samples.Key(names[0])));
                var last = Samples.Text(Storage.Read(Samples.Key(names[^1])));
                Assert.False(covers && first == "old", "The clock covers the snapshot, the read does not");
                Assert.False(first == "new" && last == "old", "A read goes back behind the one before");
                using var view = Storage.OpenView();
                var values = view.Scan(Keyspace.User, "", null).Take(10).Append(
                    KeyValuePair.Create(Samples.Key("last"), view.Read(Samples.Key(names[^1])))).Select(item => Samples.Text(item.Value));
                var value = Assert.Single(values.Distinct());
                Assert.Equal(value == "new", view.State.Clock.Covers(snapshot));
                seen.Add(value);
            }

            return seen;
        });
        await reading.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Storage.InstallStaged(default, Changes.Merging(snapshot), Changes.State(new Dot(Samples.A, 1), new Dot(Samples.B, 5)));
        Volatile.Write(ref isOver, true);

        Assert.Equal(["new", "old"], (await reader.WaitAsync(TimeSpan.FromSeconds(60))).Order());
    }
}

/// <summary>Change sets of replica "a".</summary>
internal static class Changes
{
    public static ChangeSet Of(ulong sequence, params (string Key, string Value)[] puts) => new(
        default,
        State(new Dot(Samples.A, sequence)),
        puts.ToDictionary(put => Samples.Key(put.Key), put => Versions(sequence, put.Value)),
        [],
        [],
        DropsStaged: false);

    public static VersionSet Versions(ulong sequence, string value) =>
        VersionSet.Of(Samples.Version(new Dot(Samples.A, sequence), sequence, value));

    public static Installation Merging(VectorClock snapshot) => new(Coverage.Of(snapshot), Replaces: false);

    public static ReplicaState State(params Dot[] dots) => ReplicaState.Initial with { Clock = VectorClock.Of(dots) };
}
