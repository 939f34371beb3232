using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class RocksStorageTests : ReplicaStorageSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RocksStorage _storage;

    public RocksStorageTests() => _storage = Open();

    protected override IReplicaStorage Storage => _storage;

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_directory_that_is_open_already_is_told_in_plain_words()
    {
        var refused = Assert.Throws<StorageException>(Open);

        Assert.Equal(
            $"This process has the data directory '{_folder.Path}' open. End it, or give this "
                + "node a directory of its own",
            refused.Message);
        Assert.False(refused.IsDamage);
    }

    [Fact]
    public void All_is_there_again_after_it_was_closed()
    {
        var update = Samples.Update(
            new Dot(Samples.A, 1), VectorClock.Of(new Dot(Samples.B, 3)), Samples.Put("x", "1"));
        var state = new ReplicaState(
            VectorClock.Of(new Dot(Samples.A, 1), new Dot(Samples.B, 3)),
            new HybridTimestamp(77),
            ReplicaSet.Of(Samples.MemberOf(Samples.A), Samples.MemberOf(Samples.C)));
        var staged = VersionSet.Of(Samples.Version(new Dot(Samples.C, 5), 9, "staged"));
        _storage.Commit(Changes.Of(1, ("x", "1")) with
        {
            State = state,
            Log = [update],
            Staged = [KeyValuePair.Create(Samples.Key("staged"), staged)],
        });

        Reopen();

        Assert.Equal(Changes.Versions(1, "1"), _storage.Read(Samples.Key("x")));
        Assert.Equal((state.Clock, state.Timestamp), (_storage.State.Clock, _storage.State.Timestamp));
        Assert.Equal(state.Set, _storage.State.Set);
        Assert.Equal(update.Dependencies, Assert.Single(_storage.ReadLog(Samples.A, 1)).Dependencies);
        var there = new ReplicaCut(VectorClock.Of(new Dot(Samples.C, 5)), VectorClock.Empty, default, default);
        _storage.InstallStaged(default, new Installation(state.Cut, there, new Dot(Samples.A, 1)), state);
        Assert.Equal(staged, _storage.Read(Samples.Key("staged")));
    }

    [Fact]
    public async Task Who_sees_a_clock_reads_nothing_older_while_writes_go_on()
    {
        const ulong Writes = 2_000;
        string[] keys = ["x", "y", "z"];
        _storage.Commit(Changes.Of(1, [.. keys.Select(key => (key, "1"))]));
        var readers = keys.Concat(keys).Select(key => Task.Run(() =>
        {
            ulong clock;
            do
            {
                clock = _storage.State.Clock[Samples.A];
                var read = _storage.Read(Samples.Key(key)).Winner!.Dot.Sequence;
                Assert.True(read >= clock, $"{key} is {read} under a clock of {clock}");
            }
            while (clock < Writes);
        })).ToList();

        for (var sequence = 2UL; sequence <= Writes; sequence++)
            _storage.Commit(Changes.Of(sequence, [.. keys.Select(key => (key, $"{sequence}"))]));

        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_directory_of_another_replica_is_refused_by_both_names_and_stays_usable()
    {
        _storage.Dispose();

        var error = Assert.Throws<StorageException>(
            () => RocksStorage.Open(_folder.Path, ReplicaId.Create("stranger"), Durability.Os));

        Assert.Contains("belongs to replica 'a', not to 'stranger'", error.Message, StringComparison.Ordinal);
        Reopen();
        Assert.Equal(VectorClock.Empty, _storage.State.Clock);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        Assert.Throws<StorageException>(() =>
            RocksStorage.Open(Path.Combine(file, "store"), Samples.A.Replica, Durability.Os));
    }

    [Fact]
    public void After_it_is_closed_it_says_so()
    {
        _storage.Commit(Changes.Of(1, ("x", "1")));
        _storage.Dispose();
        _storage.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _storage.Read(Samples.Key("x")));
        Assert.Throws<ObjectDisposedException>(() => _storage.Scan(Keyspace.User, "", null).Any());
        Assert.Throws<ObjectDisposedException>(() => _storage.ReadLog(Samples.A, 1).Any());
        Assert.Throws<ObjectDisposedException>(() => _storage.OpenView());
        Assert.Throws<ObjectDisposedException>(() => _storage.Load(Samples.A));
        Assert.Throws<ObjectDisposedException>(() => _storage.Commit(Changes.Of(1, ("x", "2"))));
        Assert.Throws<ObjectDisposedException>(() => _storage.InstallStaged(
            default, new Installation(_storage.State.Cut, _storage.State.Cut, new Dot(Samples.A, 1)), _storage.State));
    }

    [Fact]
    public void A_view_that_is_open_when_it_closes_is_read_to_its_end_and_only_then_are_the_files_free()
    {
        _storage.Commit(Changes.Of(1, ("x", "1"), ("y", "1")));
        var view = _storage.OpenView();
        _storage.Dispose();

        Assert.Equal("1", Samples.Text(view.Read(Samples.Key("x"))));
        Assert.Equal(2, view.Scan(Keyspace.User, "", null).Count());
        Assert.Throws<StorageException>(() => Open());

        view.Dispose();
        view.Dispose();
        Reopen();
        Assert.Equal("1", Samples.Text(_storage.Read(Samples.Key("x"))));
    }

    [Fact]
    public async Task Readers_that_are_under_way_when_it_closes_end_or_are_told()
    {
        _storage.Commit(Changes.Of(1, [.. Enumerable.Range(0, 200).Select(i => ($"k{i:d3}", "1"))]));
        using var started = new CountdownEvent(4);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            started.Signal();
            while (true)
            {
                try
                {
                    Assert.Equal("1", Samples.Text(_storage.Read(Samples.Key("k007"))));
                    Assert.Equal(200, _storage.Scan(Keyspace.User, "", null).Count());
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
            }
        })).ToList();
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));

        _storage.Dispose();

        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(60));
        Reopen();
    }

    private RocksStorage Open() => RocksStorage.Open(_folder.Path, Samples.A.Replica, Durability.Os);

    private void Reopen()
    {
        _storage.Dispose();
        _storage = Open();
    }
}
