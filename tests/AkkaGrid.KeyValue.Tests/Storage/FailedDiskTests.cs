using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.KeyValue.Tests.Actors;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.KeyValue.Tests.Storage;

[Trait("Speed", "Slow")]
public sealed class FailedDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_full_disk_refuses_writes_while_reads_go_on_and_takes_them_again_once_there_is_room()
    {
        using var disk = SmallDisk.TryMount(megabytes: 160);
        Skip.If(disk is null, SmallDisk.Unavailable);
        var storage = RocksStorage.Open(Path.Combine(disk.Path, "store"), Samples.A.Replica, Durability.Fsync);
        await using var node = await TestNode.StartAsync(Samples.A.Replica, storage: storage);
        await node.JoinAsync(node);
        var acknowledged = new Dictionary<string, WriteResult>();
        disk.Fill(leaveMegabytes: 40);

        var refused = await WriteUntilRefusedAsync(node.Store, acknowledged);

        Assert.Contains("The disk is full", refused.Message, StringComparison.Ordinal);
        Assert.True(acknowledged.Count > 10);
        await HoldsAllAsync(node.Store, acknowledged);
        disk.Free();
        await Eventually.True(() => node.Store.Fault is null && node.Store.IsServing, "the replica takes writes again");
        var before = acknowledged.Count;
        await Eventually.True(
            async () =>
            {
                await TryWriteAsync(node.Store, acknowledged);
                return acknowledged.Count >= before + 20;
            },
            "writes are acknowledged again");
        await HoldsAllAsync(node.Store, acknowledged);
        Assert.Equal(acknowledged.Count, acknowledged.Values.Select(write => write.Dot).Distinct().Count());

        await node.DisposeAsync();
        using var again = RocksStorage.Open(Path.Combine(disk.Path, "store"), Samples.A.Replica, Durability.Fsync);
        Assert.All(acknowledged, write => Assert.Contains(write.Value.Dot, again.Read(Samples.Key(write.Key)).Dots));
    }

    [Fact]
    public void A_disk_that_failed_otherwise_is_opened_anew_by_the_next_writer_once_it_is_well()
    {
        var directory = Path.Combine(_folder.Path, "store");
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        using var storage = RocksStorage.Open(directory, Samples.A.Replica, Durability.Os);
        storage.Load(Samples.A);
        var last = 0UL;

        Directory.Move(directory, elsewhere);
        Assert.ThrowsAny<IOException>(() => CommitForEver(storage, Samples.A, ref last));
        Assert.ThrowsAny<IOException>(() => storage.Load(Samples.B));
        Assert.Equal(last - 1, storage.State.Clock[Samples.A]);
        Assert.False(storage.Read(Samples.Key($"k{last - 1}")).IsEmpty);

        Directory.Move(elsewhere, directory);
        storage.Load(Samples.C);
        Commit(storage, Samples.C, last + 1);
        for (var sequence = 1UL; sequence < last; sequence++)
            Assert.False(storage.Read(Samples.Key($"k{sequence}")).IsEmpty);
        Assert.False(storage.Read(Samples.Key($"k{last + 1}")).IsEmpty);
    }

    private static void Commit(RocksStorage storage, Incarnation writer, ulong sequence) => storage.Commit(
        Changes.Of(sequence, ($"k{sequence}", new string('v', 1 << 18))) with { Writer = writer });

    private static void CommitForEver(RocksStorage storage, Incarnation writer, ref ulong last)
    {
        while (true)
            Commit(storage, writer, ++last);
    }

    private static async Task<StoreUnavailableException> WriteUntilRefusedAsync(
        KeyValueStore store, Dictionary<string, WriteResult> acknowledged)
    {
        while (true)
        {
            if (await TryWriteAsync(store, acknowledged) is StoreUnavailableException refused)
                return refused;
        }
    }

    private static async Task<KeyValueException?> TryWriteAsync(
        KeyValueStore store, Dictionary<string, WriteResult> acknowledged)
    {
        var key = $"k{acknowledged.Count}";
        try
        {
            var bytes = new byte[100_000];
            new Random(acknowledged.Count).NextBytes(bytes);
            acknowledged[key] = await store.WriteAsync(
                new WriteRequest([new Mutation(Samples.Key(key), new Value(bytes))]));
            return null;
        }
        catch (KeyValueException error) when (error is StoreUnavailableException or WriteUncertainException)
        {
            return error;
        }
    }

    private static async Task HoldsAllAsync(KeyValueStore store, Dictionary<string, WriteResult> acknowledged)
    {
        foreach (var (key, write) in acknowledged)
            Assert.Contains(write.Dot, (await store.ReadAsync(Samples.Key(key), write.Context)).Versions.Dots);
    }
}
