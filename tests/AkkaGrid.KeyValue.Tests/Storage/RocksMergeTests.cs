using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class RocksMergeTests : SnapshotMergeSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RocksStorage _storage;

    public RocksMergeTests() => _storage = Open("store");

    protected override IReplicaStorage Storage => _storage;

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_200)]
    [InlineData(2_600)]
    [InlineData(3_999)]
    public void A_merge_that_was_interrupted_goes_on_with_the_dots_that_it_would_have_used(int damagedPlace)
    {
        var (there, expected, expectedState) = MergeUndisturbed();
        Fill(_storage);
        _storage.Dispose();
        var key = RecordKeys.KeyOf(Keyspace.User, Name(damagedPlace));
        var intact = Replace(key, [0xFF]);
        _storage = Open("store");

        var error = Assert.Throws<StorageException>(() => Merge(there));
        Assert.True(error.IsDamage);
        Assert.Equal(VectorClock.Of(Mine), _storage.State.Clock);
        Assert.Equal("mine", Text(Name(0)));
        _storage.Dispose();
        Replace(key, intact);
        _storage = Open("store");

        Assert.Equal(expectedState, _storage.State);
        Assert.Equal(expected, _storage.Scan(Keyspace.User, "", null));
        Assert.Equal(expectedState.Clock[Samples.A], expected.Max(item => item.Value.Winner!.Dot.Sequence));
        _storage.Dispose();
        ClosedDatabase.Change(DirectoryOf("store"), (database, columns, _) =>
        {
            Assert.Null(database.Get(ChangeBatch.InstallKey, columns.Meta));
            Assert.Null(database.Get(ChangeBatch.ProgressKey, columns.Meta));
            Assert.Empty(database.GetAll([], columns.Staged));
        });
    }

    [Fact]
    public void A_merge_that_was_interrupted_is_finished_in_a_copy_as_well()
    {
        var (there, expected, _) = MergeUndisturbed();
        Fill(_storage);
        _storage.Dispose();
        var key = RecordKeys.KeyOf(Keyspace.User, Name(2_000));
        var intact = Replace(key, [0xFF]);
        _storage = Open("store");
        Assert.Throws<StorageException>(() => Merge(there));

        _storage.Checkpoint(DirectoryOf("copy"));

        Replace(key, intact, "copy");
        using var copy = Open("copy");
        Assert.Equal(expected, copy.Scan(Keyspace.User, "", null));
    }

    [Fact]
    public async Task The_state_is_one_that_was_committed_while_snapshots_are_merged()
    {
        const ulong Snapshots = 500;
        _storage.Commit(Changes.Of(2, ("x", "1")));
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = Task.Run(() =>
        {
            VectorClock clock;
            do
            {
                clock = _storage.State.Clock;
                Assert.True(clock.Covers(Mine), "The state is of no commit");
                reading.TrySetResult();
            }
            while (clock[Samples.B] < Snapshots);
        });
        await reading.Task.WaitAsync(TimeSpan.FromMinutes(1));

        for (var sequence = 1UL; sequence <= Snapshots; sequence++)
            Merge(There(new Dot(Samples.B, sequence)));

        await reader.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static string Name(int place) => $"k{place:d5}";

    /// <summary>
    /// Even keys are here and are reissued; odd ones are the other side's, some of them the same as here.
    /// </summary>
    private static void Fill(RocksStorage storage)
    {
        storage.Commit(Changes.Of(2) with
        {
            Versions = Enumerable.Range(0, 2_000).ToDictionary(
                i => Samples.Key(Name(2 * i)), i => VersionSet.Of(Samples.Version(Mine, 2, "mine"))),
        });
        storage.Commit(Changes.Of(2) with
        {
            Staged = [.. Enumerable.Range(0, 4_000)
                .Where(i => i % 2 == 1 || i % 5 == 0 || i == 2_600 || i == 1_200).Select(i =>
                    KeyValuePair.Create(
                        Samples.Key(Name(i)),
                        i % 3 == 0 ? VersionSet.Of(Samples.Version(Theirs, 9, null)) : Sibling("theirs")))],
        });
    }

    /// <summary>The same merge in a directory of its own, where nothing disturbs it.</summary>
    private (ReplicaCut There, List<KeyValuePair<Key, VersionSet>> Expected, ReplicaState State) MergeUndisturbed()
    {
        var ended = new Dot(Samples.Ended, 5);
        var there = new ReplicaCut(
            VectorClock.Of(Theirs, ended),
            VectorClock.Of(ended),
            new HybridTimestamp(1 << 20),
            new HybridTimestamp(1 << 19));
        using var storage = Open("undisturbed");
        Fill(storage);
        var state = storage.InstallStaged(default, new Installation(storage.State.Cut, there, Mine), storage.State);
        return (there, [.. storage.Scan(Keyspace.User, "", null)], state);
    }

    /// <summary>Replaces what is staged of a key.</summary>
    private byte[] Replace(byte[] key, byte[] value, string store = "store")
    {
        byte[] before = [];
        ClosedDatabase.Change(DirectoryOf(store), (database, columns, batch) =>
        {
            before = database.Get(key, columns.Staged)!;
            batch.Put(key, value, columns.Staged);
        });
        return before;
    }

    private string DirectoryOf(string store) => Path.Combine(_folder.Path, store);

    private RocksStorage Open(string store) => RocksStorage.Open(DirectoryOf(store), Samples.A.Replica, Durability.Os);
}
