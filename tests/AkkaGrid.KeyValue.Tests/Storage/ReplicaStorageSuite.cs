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

        Assert.Throws<InvalidOperationException>(() =>
            Storage.Commit(Changes.Of(2, ("x", "2")) with { Writer = Samples.A }));
        Assert.Throws<InvalidOperationException>(() => Storage.InstallStaged(
            Samples.A, new Installation(Storage.State.Cut, Storage.State.Cut, new Dot(Samples.A, 1)), Storage.State));
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
        Assert.Equal(
            (state.Timestamp, Samples.B),
            (Storage.State.Timestamp, Storage.State.Set.Find(Samples.B.Replica)!.Incarnation));
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
        string[] names =
            ["a", "a\0", "aa", "ab", "b", "é", "ж", "жж", "\uE000", "\uFFFD", "😀", "😀a", "\U0010FFFF", "z", "/"];
        Storage.Commit(Changes.Of(1, [.. names.Select(name => (name, name))]));
        var ordered = names.OrderBy(name => Convert.ToHexString(Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal)
            .ToList();

        foreach (var prefix in (string[])["", .. names, "none", "\uD7FF"])
        {
            foreach (var after in (string?[])[null, .. names, "0", "ab\0", "\U0010FFFF\U0010FFFF"])
            {
                Assert.Equal(
                    ordered.Where(name =>
                        name.StartsWith(prefix, StringComparison.Ordinal) && (after is null || IsBehind(name, after))),
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
            new Dot(Samples.A, sequence),
            VectorClock.Of(new Dot(Samples.B, sequence)),
            Samples.Put("x", $"{sequence}"))).ToList();
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
    public void Clocks_that_have_a_base_come_back_with_it()
    {
        var ended = new Dot(Samples.Ended, 5);
        var clockBase = Storage.Bases.Add(ClockBase.Of(ended));
        var clock = VectorClock.Of(clockBase, [new Dot(Samples.A, 2), new Dot(Samples.B, 9)]);
        var update = Samples.Update(new Dot(Samples.A, 3), clock, Samples.Put("x", "1"));
        Storage.Commit(Changes.Of(3) with
        {
            State = new ReplicaState(clock.With(update.Dot), new HybridTimestamp(77), ReplicaSet.Empty)
            {
                Horizon = VectorClock.Of(clockBase, []),
                LogHorizon = VectorClock.Of(clockBase, [new Dot(Samples.B, 1)]),
                IsAdmitted = true,
            },
            Versions = new Dictionary<Key, VersionSet>
            {
                [Samples.Key("x")] = VersionSet.Of(update.VersionOf(update.Mutations[0]))
            },
            Log = [update],
        });

        using var view = Storage.OpenView();
        VectorClock[] clocks =
        [
            Storage.Clock,
            Storage.State.Horizon,
            Storage.State.LogHorizon,
            view.State.Clock,
            view.State.Horizon,
            view.State.LogHorizon,
            view.Read(Samples.Key("x")).Winner!.Dependencies,
            Storage.ReadLog(Samples.A, 3).Single().Dependencies,
        ];
        Assert.All(clocks, read => Assert.Same(clockBase, read.Base));
        Assert.Equal(clock, Storage.ReadLog(Samples.A, 3).Single().Dependencies);
        Assert.Equal(
            [5UL, 3UL, 1UL], [Storage.Clock[ended.Origin], Storage.Clock[Samples.A], view.State.LogHorizon[Samples.B]]);
        Assert.True(view.State.IsAdmitted);
    }

    [Fact]
    public void Tombstones_are_told_from_a_sequence_on_with_their_keys_until_they_are_swept()
    {
        foreach (var sequence in (ulong[])[1, 2, 255, 256, 300])
            Storage.Commit(Changes.Deleting(sequence, $"k{sequence}"));

        Assert.Equal([1, 2, 255, 256, 300], Sequences(0));
        Assert.Equal([255, 256, 300], Sequences(2));
        Assert.Equal([300], Sequences(256));
        Assert.Empty(Sequences(300));
        Assert.Empty(Sequences(ulong.MaxValue));
        Assert.Empty(Storage.ReadTombstones(Samples.B, 0));
        Assert.Equal(Samples.Key("k255"), Storage.ReadTombstones(Samples.A, 2).First().Value);

        Storage.Commit(
            Changes.Of(300) with { Swept = [KeyValuePair.Create(new Dot(Samples.A, 255), Samples.Key("k255"))] });
        Assert.Equal([256, 300], Sequences(2));

        List<ulong> Sequences(ulong after) =>
            [.. Storage.ReadTombstones(Samples.A, after).Select(entry => entry.Key.Sequence)];
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

    /// <summary>Only what a replica finds when it starts.</summary>
    public static ChangeSet Of(ReplicaState state) => Of(0) with { State = state };

    public static VersionSet Versions(ulong sequence, string value) =>
        VersionSet.Of(Samples.Version(new Dot(Samples.A, sequence), sequence, value));

    public static ChangeSet Deleting(ulong sequence, string key) => Of(sequence) with
    {
        Versions = new Dictionary<Key, VersionSet>
        {
            [Samples.Key(key)] = VersionSet.Of(Samples.Version(new Dot(Samples.A, sequence), sequence, null))
        },
    };

    public static ReplicaState State(params Dot[] dots) => ReplicaState.Initial with { Clock = VectorClock.Of(dots) };
}
