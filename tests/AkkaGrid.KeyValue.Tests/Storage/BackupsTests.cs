using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Tests.Actors;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

public sealed class BackupsTests : IDisposable
{
    private static readonly BackupName Monday = Name("monday");

    private readonly TemporaryFolder _folder = new();
    private readonly RocksStorage _storage;
    private readonly KeyValueStore _store;

    public BackupsTests()
    {
        _storage = RocksStorage.Open(Path.Combine(_folder.Path, "store"), Samples.A.Replica, Durability.Os);
        _store = TestStores.Over(_storage, TestStores.Options with { BackupDirectory = BackupFolder });
    }

    private string BackupFolder => Path.Combine(_folder.Path, "backups");

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_backup_holds_what_was_committed_before_it_and_is_a_data_directory_under_the_same_name()
    {
        _storage.Commit(Changes.Of(1, ("x", "before")));
        var directory = await _store.BackupAsync(Monday);
        _storage.Commit(Changes.Of(2, ("x", "after")));

        using var copy = RocksStorage.Open(
            Path.Combine(directory, Backups.StoreFolder), Samples.A.Replica, Durability.Os);

        Assert.Equal("before", Samples.Text(copy.Read(Samples.Key("x"))));
        Assert.Equal(1UL, copy.State.Clock[Samples.A]);
        Assert.Equal("after", Samples.Text(_storage.Read(Samples.Key("x"))));
        Assert.Throws<StorageException>(
            () => RocksStorage.Open(Path.Combine(directory, Backups.StoreFolder), Samples.B.Replica, Durability.Os));
    }

    [Fact]
    public async Task A_backup_that_is_taken_while_writes_go_on_holds_whole_turns()
    {
        var writes = Task.Run(() =>
        {
            for (var i = 1UL; i <= 300; i++)
                _storage.Commit(Changes.Of(i, ("x", $"{i}"), ("y", $"{i}")));
        });
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
            made.Add(await _store.BackupAsync(Name($"b{i}")));
        await writes;

        foreach (var directory in made)
        {
            using var copy = RocksStorage.Open(
                Path.Combine(directory, Backups.StoreFolder), Samples.A.Replica, Durability.Os);
            var clock = copy.State.Clock[Samples.A];
            Assert.Equal(clock == 0 ? null : $"{clock}", Samples.Text(copy.Read(Samples.Key("x"))));
            Assert.Equal(Samples.Text(copy.Read(Samples.Key("x"))), Samples.Text(copy.Read(Samples.Key("y"))));
        }
    }

    [Fact]
    public async Task A_backup_is_not_written_over()
    {
        await _store.BackupAsync(Monday);

        await Assert.ThrowsAsync<BackupExistsException>(() => _store.BackupAsync(Monday));
    }

    [Fact]
    public async Task Of_a_backup_that_fails_nothing_is_left()
    {
        using var failing = TestStores.Over(
            new MemoryStorage(), TestStores.Options with { BackupDirectory = BackupFolder });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing.BackupAsync(Monday));

        Assert.Empty(Directory.EnumerateFileSystemEntries(BackupFolder));
    }

    [Fact]
    public async Task What_a_process_left_that_ended_in_the_middle_is_in_nobodys_way()
    {
        var unfinished = Directory.CreateDirectory(Path.Combine(BackupFolder, ".unfinished-monday", "store"));
        await File.WriteAllTextAsync(Path.Combine(unfinished.FullName, "CURRENT"), "torn");

        var directory = await _store.BackupAsync(Monday);

        Assert.Equal([directory], Directory.EnumerateFileSystemEntries(BackupFolder));
    }

    [Fact]
    public async Task A_replica_that_starts_on_a_backup_is_a_new_incarnation_that_has_all_of_it()
    {
        WriteResult before;
        string directory;
        await using (var original = await StartAsync(Path.Combine(_folder.Path, "original")))
        {
            before = await original.Store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]));
            directory = await original.Store.BackupAsync(Monday);
        }

        await using var restored = await StartAsync(Path.Combine(directory, Backups.StoreFolder));
        var after = await restored.Store.WriteAsync(
            new WriteRequest([Samples.Put("y", "1")]) { Context = before.Context });

        Assert.Equal("1", Samples.Text((await restored.Store.ReadAsync(Samples.Key("x"), after.Context)).Versions));
        Assert.Equal(before.Dot.Origin.Replica, after.Dot.Origin.Replica);
        Assert.NotEqual(before.Dot.Origin, after.Dot.Origin);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("2026-11-22T10.00_x", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData(".hidden", false)]
    [InlineData("-x", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\0b", false)]
    [InlineData("ä", false)]
    public void A_name_is_that_of_one_folder(string? text, bool isName) =>
        Assert.Equal(isName, BackupName.TryCreate(text, out _));

    [Fact]
    public void A_name_is_not_longer_than_a_folder_may_be_called() =>
        Assert.False(BackupName.TryCreate(new string('a', BackupName.MaxLength + 1), out _));

    private static BackupName Name(string text) =>
        BackupName.TryCreate(text, out var name) ? name : throw new ArgumentException(text, nameof(text));

    private async Task<TestNode> StartAsync(string directory)
    {
        var storage = RocksStorage.Open(directory, Samples.A.Replica, Durability.Os);
        var node = await TestNode.StartAsync(
            TestStores.Over(storage, TestStores.Options with { BackupDirectory = BackupFolder }));
        await node.JoinAsync(node);
        return node;
    }
}
