using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.Testing.Storage;
using Google.Protobuf;
using static AkkaGrid.KeyValue.Tests.Storage.Migration.Format1Directory;
using Proto = AkkaGrid.KeyValue.Storage.Migration.Proto;

namespace AkkaGrid.KeyValue.Tests.Storage.Migration;

public sealed class Format1MigrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RocksStorage? _storage;

    /// <summary>A start after the migration.</summary>
    private static readonly Incarnation Writer = new(A.Replica, 0x99);

    private RocksStorage Storage => _storage ??= RocksStorage.Open(_folder.Path, A.Replica, Durability.Os);

    /// <summary>The incarnation in whose name the migration has reissued versions.</summary>
    private Incarnation Migrated =>
        Storage.State.Clock.Entries.Select(entry => entry.Origin).Except([A, B, C, D, E, F, G, Writer]).Single();

    public void Dispose()
    {
        _storage?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_clock_counts_what_was_folded_and_the_horizon_covers_all_that_anybody_may_have_collected()
    {
        Make(_folder.Path);

        Assert.Equal(
            VectorClock.Of(
                new(A, 7), new(B, 300), new(C, 5), new(D, 4), new(E, 2), new(F, 4), new(G, 1), new(Migrated, 4)),
            Storage.State.Clock);
        Assert.Equal(VectorClock.Of(new(A, 5), new(B, 290), new(C, 3), new(E, 2)), Storage.State.Horizon);
        Assert.True(Storage.State.IsAdmitted);
        Assert.True(Storage.State.Timestamp.CompareTo(At(60)) > 0);
        Assert.Equal(
            ReplicaSet.Of(new(A, At(7)), new(B, At(5)), new(C, At(3), MemberStatus.Retired)), Storage.State.Set);
    }

    [Fact]
    public void Keys_stay_as_they_are_and_a_version_that_was_restated_has_the_dot_of_its_client_as_its_identity()
    {
        Make(_folder.Path);

        Assert.Equal(VersionSet.Of(Version(new(B, 299), 19, null)), Read("deleted"));
        Assert.Equal(VersionSet.Of(Version(new(C, 2), 2, "two"), Version(new(A, 1), 1, "one")), Read("siblings"));
        Assert.Equal(VersionSet.Of(Version(new(A, 6), 30, "again", new(C, 4))), Read("restated"));
        Assert.Equal(VersionSet.Of(Version(new(A, 7), 31, "twice", new(C, 5))), Read("twice"));
        Assert.Equal(new Dot(A, 2), Storage.Read(Key.Create(Keyspace.Charging, "session")).Winner!.Dot);
        Assert.Equal([new Dot(B, 299)], Storage.ReadTombstones(B, 0).Select(entry => entry.Key));
    }

    [Fact]
    public void What_was_rolled_back_is_there_again_reissued_where_it_may_meet_a_collected_tombstone()
    {
        Make(_folder.Path);

        var g = Assert.Single(Read("g").Versions);
        Assert.Equal(
            (new Dot(G, 1), new Dot(G, 1), At(60), "g1"), (g.Dot, g.Identity, g.Timestamp, Samples.Text(Read("g"))));
        Assert.Equal(VectorClock.Of(new(A, 7), new(B, 300), new(C, 3), new(E, 2), new(F, 2)), g.Dependencies);
        var f = Assert.Single(Read("f").Versions);
        Assert.Equal((new Dot(F, 4), new Dot(F, 4), At(11), null), (f.Dot, f.Identity, f.Timestamp, f.Value));
        Assert.Equal([new Dot(F, 4)], Storage.ReadTombstones(F, 0).Select(entry => entry.Key));
    }

    [Fact]
    public void What_was_rolled_back_behind_a_gap_becomes_a_new_write_beside_what_it_did_not_know()
    {
        Make(_folder.Path);

        var gap = Assert.Single(Read("gap").Versions);
        Assert.Equal(
            (new Dot(Migrated, 2), new Dot(Migrated, 1), "f6"), (gap.Dot, gap.Identity, Samples.Text(Read("gap"))));
        Assert.True(gap.Timestamp.CompareTo(At(60)) > 0);
        Assert.True(gap.Dependencies.Covers(Storage.State.Horizon));
        Assert.Equal("plain", Samples.Text(Read("plain")));
        Assert.Equal([new Dot(B, 300), new(Migrated, 1)], Read("plain").Versions.Select(version => version.Identity));
    }

    [Fact]
    public void The_log_is_cut_off_because_its_updates_need_not_name_what_was_folded()
    {
        Make(_folder.Path);

        Assert.Equal(Storage.State.Clock, Storage.State.LogHorizon);
        Assert.All(
            [new Dot(A, 6), new(A, 7), new(B, 300), new(F, 3), new(F, 6), new(G, 1)],
            dot => Assert.Empty(Storage.ReadLog(dot.Origin, dot.Sequence)));
    }

    [Fact]
    public void It_is_migrated_once()
    {
        Make(_folder.Path);
        var (state, migrated, keys) = (Storage.State, Migrated, Storage.Scan(Keyspace.User, "", null).ToList());
        Reopen();

        Assert.Equal((state, migrated), (Storage.State, Migrated));
        Assert.Equal(keys, Storage.Scan(Keyspace.User, "", null));
        Storage.Dispose();
        ClosedDatabase.Change(_folder.Path, (database, columns, _) =>
        {
            Assert.Empty(database.GetAll("fold/"u8, columns.Meta));
            Assert.Equal("2"u8.ToArray(), database.Get("format"u8, columns.Meta));
        });
    }

    [Fact]
    public void Afterwards_it_takes_writes_and_merges_the_state_of_another_replica()
    {
        Make(_folder.Path);
        Storage.Load(Writer);
        var write = new Update(new Dot(Writer, 1), Storage.State.Clock, At(90), [Samples.Put("own", "own")]);
        var before = Storage.State with { Clock = Storage.State.Clock.With(write.Dot), Timestamp = write.Timestamp };
        Storage.Commit(new ChangeSet(
            Writer,
            before,
            new Dictionary<Key, VersionSet>
            {
                [Samples.Key("own")] = VersionSet.Of(write.VersionOf(write.Mutations[0]))
            },
            [write],
            [KeyValuePair.Create(Samples.Key("theirs"), VersionSet.Of(Version(new(B, 301), 70, "theirs")))],
            DropsStaged: true));
        var there = new ReplicaCut(
            VectorClock.Of(new Dot(B, 301), new Dot(C, 5)), VectorClock.Of(new Dot(B, 299)), At(95), At(80));

        var after = Storage.InstallStaged(Writer, new Installation(before.Cut, there, write.Dot), before);

        Assert.Equal("own", Samples.Text(Read("own")));
        Assert.Equal((new Dot(Writer, 5), new Dot(B, 301)), NameAndIdentity("theirs"));
        Assert.All(["deleted", "restated", "twice"], key => Assert.True(Read(key).IsEmpty, key));
        Assert.Equal((new Dot(Writer, 4), new Dot(A, 1)), NameAndIdentity("siblings"));
        Assert.Equal((new Dot(Migrated, 2), new Dot(Migrated, 1)), NameAndIdentity("gap"));

        // Three of the dots were taken because reissued winners had gone at the other replica: those of "plain",
        // "restated" and "twice".
        Assert.Equal(before.Clock.With(new Dot(B, 301)).With(new Dot(Writer, 7)), after.Clock);
        Reopen();
        Assert.Equal(after, Storage.State);
    }

    [Fact]
    public void Another_replica_merges_its_state()
    {
        Make(_folder.Path);
        using var other = new MemoryStorage();
        other.Commit(new ChangeSet(
            default,
            ReplicaState.Initial with
            {
                Clock = VectorClock.Of(new Dot(B, 300)),
                Horizon = VectorClock.Of(new Dot(B, 299))
            },
            new Dictionary<Key, VersionSet>(),
            [],
            [.. Storage.Scan(Keyspace.User, "", null)],
            DropsStaged: false));

        var after = other.InstallStaged(
            default, new Installation(other.State.Cut, Storage.State.Cut, new Dot(B, 300)), other.State);

        Assert.True(after.Clock.Covers(Storage.State.Clock));
        Assert.Equal(
            ["f", "g", "gap", "plain", "restated", "siblings", "twice"],
            other.Scan(Keyspace.User, "", null).Select(item => item.Key.Name));
        Assert.Equal(new Dot(C, 4), other.Read(Samples.Key("restated")).Winner!.Identity);
    }

    [Fact]
    public void A_snapshot_that_was_being_merged_is_merged_by_the_present_rules()
    {
        Make(_folder.Path, Merging);

        Assert.Equal(
            ["f", "g", "gap", "plain", "siblings"],
            Storage.Scan(Keyspace.User, "", null).Select(item => item.Key.Name));
        Assert.Equal([new Dot(B, 301), new(Migrated, 1)], Read("plain").Versions.Select(version => version.Identity));
        Assert.Equal("staged", Samples.Text(Read("plain")));
        Assert.Equal([new Dot(A, 1)], Read("siblings").Versions.Select(version => version.Identity));
        Assert.Equal(new Dot(A, 2), Storage.Read(Key.Create(Keyspace.Charging, "session")).Winner!.Identity);
        Assert.Equal(301UL, Storage.State.Clock[B]);
        Assert.Equal((7UL, 5UL, 4UL), (Storage.State.Clock[A], Storage.State.Clock[C], Storage.State.Clock[F]));
        var state = Storage.State;
        Reopen();
        Assert.Equal(state, Storage.State);
    }

    [Fact]
    public void A_snapshot_that_was_about_to_replace_the_data_must_be_finished_by_the_version_that_began_it()
    {
        Make(_folder.Path, Replacing);

        var error = Assert.Throws<StorageException>(() => Storage);

        Assert.Contains("Start that version once", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsDamage);
        ClosedDatabase.Change(_folder.Path, (database, columns, _) =>
        {
            Assert.Null(database.Get("format"u8, columns.Meta));
            Assert.Equal(3, database.GetAll("fold/"u8, columns.Meta).Count);
        });
    }

    [Fact]
    public void Where_nothing_was_folded_the_log_stays()
    {
        var state = new Proto.State { Timestamp = At(50).Ticks };
        state.Clock.Add([Record(new(A, 7)), Record(new(B, 300)), Record(new(F, 3))]);
        state.LogHorizon.Add(Record(new(B, 100)));
        Make(_folder.Path, state: state.ToByteArray());

        Assert.Equal(VectorClock.Of(new(A, 7), new(B, 300), new(F, 3)), Storage.State.Clock);
        Assert.Equal(VectorClock.Of(new Dot(B, 100)), Storage.State.LogHorizon);
        Assert.Equal(VectorClock.Of(new Dot(A, 6), new Dot(B, 300)), Storage.ReadLog(A, 7).Single().Dependencies);
        Reopen();
        Assert.Equal(VectorClock.Of(new Dot(F, 2), new Dot(B, 250)), Storage.ReadLog(F, 3).First().Dependencies);
    }

    private static Proto.Dot Record(Dot dot) => new() { Nonce = dot.Origin.Nonce, Sequence = dot.Sequence };

    private static HybridTimestamp At(ulong milliseconds) => new(milliseconds << 20);

    private static KeyVersion Version(Dot dot, ulong milliseconds, string? value, Dot? identity = null) =>
        Samples.Version(dot, milliseconds << 20, value, identity);

    private VersionSet Read(string key) => Storage.Read(Samples.Key(key));

    private (Dot Dot, Dot Identity) NameAndIdentity(string key) =>
        Assert.Single(Read(key).Versions) is { } version ? (version.Dot, version.Identity) : default;

    private void Reopen()
    {
        _storage?.Dispose();
        _storage = null;
    }
}
