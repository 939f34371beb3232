using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;
using Google.Protobuf;
using Proto = AkkaGrid.KeyValue.Storage.Proto;

namespace AkkaGrid.KeyValue.Tests.Storage;

/// <summary>Whatever a record names is on disk with it, wherever in the record it stands.</summary>
public sealed class RocksNamesTests : IDisposable
{
    private static readonly Incarnation Unheard = new(ReplicaId.Create("d"), 0xD00D);

    private readonly TemporaryFolder _folder = new();
    private RocksStorage _storage;

    public RocksNamesTests() => _storage = Open();

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_update_in_the_log_may_depend_on_incarnations_and_bases_that_nothing_else_names()
    {
        var update = Samples.Update(new Dot(Unheard, 3), WithBase(7), Samples.Put("x", "1"));
        _storage.Commit(Changes.Of(1) with { Log = [update] });

        Reopen();

        Assert.Equal(update.Dependencies, Assert.Single(_storage.ReadLog(Unheard, 3)).Dependencies);
    }

    [Fact]
    public void A_version_may_name_in_its_dependencies_and_its_identity_what_nothing_else_does()
    {
        var version = Samples.Version(new Dot(Samples.A, 1), 1, "1", new Dot(Unheard, 4)) with { Causes = WithBase(7) };
        _storage.Commit(Changes.Of(1) with
        {
            Versions = new Dictionary<Key, VersionSet> { [Samples.Key("x")] = VersionSet.Of(version) }
        });

        Reopen();

        Assert.Equal(version, _storage.Read(Samples.Key("x")).Winner);
    }

    [Fact]
    public void A_staged_version_may_name_what_nothing_else_does()
    {
        var version = Samples.Version(new Dot(Unheard, 4), 1, "1", new Dot(Samples.C, 4)) with { Causes = WithBase(7) };
        _storage.Commit(
            Changes.Of(1) with { Staged = [KeyValuePair.Create(Samples.Key("x"), VersionSet.Of(version))] });

        Reopen();
        var there = new ReplicaCut(
            WithBase(9).With(version.Dot).With(version.Identity), VectorClock.Empty, default, default);
        _storage.InstallStaged(
            default, new Installation(_storage.State.Cut, there, new Dot(Samples.A, 1)), _storage.State);
        Reopen();

        Assert.Equal(version, _storage.Read(Samples.Key("x")).Winner);
        Assert.Equal(there.Clock.With(new Dot(Samples.A, 1)), _storage.State.Clock);
    }

    [Fact]
    public void The_state_may_name_what_nothing_else_does()
    {
        var state = new ReplicaState(WithBase(7), default, ReplicaSet.Of(Samples.MemberOf(Unheard)))
        {
            Horizon = WithBase(5),
            LogHorizon = WithBase(6),
        };
        _storage.Commit(Changes.Of(1) with { State = state });

        Reopen();

        Assert.Equal(state, _storage.State);
        Assert.Same(_storage.State.Clock.Base, Find(state.Clock.Base));
    }

    [Fact]
    public void Bases_that_grow_out_of_each_other_take_little_more_than_what_they_add_and_all_come_back()
    {
        var ended = Enumerable.Range(1, 400)
            .Select(i => new Dot(new Incarnation(ReplicaId.Create($"r{i % 3}"), (ulong)i << 40), (ulong)i)).ToList();
        var bases = new List<ClockBase> { ClockBase.Of(ended.Take(350)) };
        foreach (var entry in ended.Skip(350))
            bases.Add(bases[^1].With(entry));
        bases.Add(bases[^1].Without(ended[0].Origin).With(ended[1] with { Sequence = 1_000 }));
        bases.Add(ClockBase.Of(ended[5]));
        foreach (var clockBase in bases)
            _storage.Commit(Changes.Of(1) with
            {
                State = new ReplicaState(VectorClock.Of(clockBase, []), default, ReplicaSet.Empty)
            });

        Reopen();

        Assert.All(bases, clockBase => Assert.Equal(clockBase.Entries, Find(clockBase)!.Entries));
        _storage.Dispose();
        ClosedDatabase.Change(_folder.Path, (database, columns, _) =>
        {
            var sizes = database.GetAll("base/"u8, columns.Meta).Select(record => record.Value.Length).Order().ToList();
            Assert.Equal(bases.Count, sizes.Count);
            Assert.InRange(sizes[^1], 350 * 12, 350 * 20);
            Assert.All(sizes.SkipLast(1), size => Assert.InRange(size, 1, 60));
        });
        _storage = Open();
        _storage.Commit(Changes.Of(1) with
        {
            State = new ReplicaState(VectorClock.Of(bases[3].With(ended[^1]), []), default, ReplicaSet.Empty)
        });
        Reopen();
        Assert.Equal(ended[^1].Sequence, _storage.State.Clock[ended[^1].Origin]);
    }

    [Fact]
    public void A_state_that_names_an_incarnation_that_is_not_on_disk_is_refused_as_damaged()
    {
        _storage.Dispose();
        var state = new Proto.State
        {
            Clock = new Proto.Clock { Head = { new KeyValue.Format.Proto.StoredDot { Nonce = 0xDEAD, Sequence = 1 } } }
        };
        ClosedDatabase.Change(
            _folder.Path, (_, columns, batch) => batch.Put("state"u8, state.ToByteArray(), columns.Meta));

        var error = Assert.Throws<StorageException>(Open);

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1, "0000000000000001")]
    [InlineData(1, 2, "not the one")]
    public void A_base_that_cannot_be_restored_is_refused_as_damaged(ulong parent, ulong sequence, string said)
    {
        var content = ClockBase.Of(new Dot(Samples.A, 1));
        _storage.Commit(Changes.Of(1, ("x", "1")));
        _storage.Dispose();
        var record = new Proto.Base
        {
            Ordinal = 1,
            Parent = parent - 1,
            Entries = { new KeyValue.Format.Proto.StoredDot { Nonce = Samples.A.Nonce, Sequence = sequence } }
        };
        byte[] key = [.. "base/"u8, .. Convert.FromHexString($"{content.Name:X16}")];
        ClosedDatabase.Change(_folder.Path, (_, columns, batch) => batch.Put(key, record.ToByteArray(), columns.Meta));

        var error = Assert.Throws<StorageException>(Open);

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_a_later_format_is_refused_with_its_remedy()
    {
        _storage.Dispose();
        ClosedDatabase.Change(_folder.Path, (_, columns, batch) => batch.Put("format"u8, "3"u8, columns.Meta));

        var error = Assert.Throws<StorageException>(Open);

        Assert.Contains("format 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("Start the version that wrote it", error.Message, StringComparison.Ordinal);
    }

    private VectorClock WithBase(ulong sequence) => VectorClock.Of(
        _storage.Bases.Add(ClockBase.Of(new Dot(new Incarnation(ReplicaId.Create("e"), sequence), sequence))),
        [new Dot(Unheard, 2), new Dot(Samples.B, 1)]);

    private ClockBase? Find(ClockBase clockBase) =>
        _storage.Bases.TryFind(clockBase.Name, out var known) ? known : null;

    private RocksStorage Open() => RocksStorage.Open(_folder.Path, Samples.A.Replica, Durability.Os);

    private void Reopen()
    {
        _storage.Dispose();
        _storage = Open();
    }
}
