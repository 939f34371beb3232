using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Divergence;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue.Repair;

[Trait("Speed", "Slow")]
public sealed class SnapshotReaderTests
{
    private const int Mebibyte = 1 << 20;

    private static readonly Gen<(Keyspace Keyspace, int Place, int[] Sizes)> Items =
        Gen.Select(Gen.Enum<Keyspace>(), Gen.Int[0, 9], Gen.Int[0, 400].Array[1, 6]);

    [Fact]
    public void All_versions_of_all_keys_come_once_in_order_whatever_fits_into_a_chunk() =>
        Gen.Select(Items.Array[0, 12], Gen.Int[1, 1_000]).Sample((items, chunkBytes) =>
        {
            var disk = Disk(
                items.Select(item => (Key.Create(item.Keyspace, $"k{item.Place}"), item.Sizes.AsEnumerable())));
            var chunks = ReadAll(disk, Installation.AllRanges, chunkBytes);

            var expected = Enum.GetValues<Keyspace>().SelectMany(keyspace => disk.Scan(keyspace, "", null))
                .SelectMany(item => item.Value.Versions.Select(version => (item.Key, version)));
            Assert.Equal(expected, chunks.SelectMany(chunk => chunk).SelectMany(item =>
                item.Value.Versions.Select(version => (item.Key, version))));
            Assert.All(chunks, chunk =>
                Assert.True(chunk.Sum(SizeOf) <= chunkBytes || chunk.Sum(item => item.Value.Versions.Length) == 1));
        });

    [Fact]
    public void Only_keys_of_the_ranges_that_are_asked_for_come() =>
        Gen.UInt[0, Installation.AllRanges].Sample(ranges =>
        {
            var disk = Disk(
                Enumerable.Range(0, 60).Select(i => (Key.Create(Keyspace.User, $"k{i}"), Enumerable.Repeat(9, 2))));
            return ReadAll(disk, ranges, 200).SelectMany(chunk => chunk).Select(item => item.Key).Distinct()
                .SequenceEqual(disk.Scan(Keyspace.User, "", null).Select(item => item.Key)
                    .Where(key => (ranges & (1U << ContentDigest.RangeOf(key))) != 0));
        });

    [Fact]
    public void A_key_with_nine_siblings_of_a_mebibyte_takes_nine_chunks()
    {
        var disk = Disk(
            [
                (Key.Create(Keyspace.User, "large"), Enumerable.Repeat(Mebibyte, 9)),
                (Key.Create(Keyspace.User, "small"), [1])
            ]);

        var chunks = ReadAll(disk, Installation.AllRanges, new ReplicaOptions().ChunkBytes);

        Assert.All(chunks, chunk => Assert.InRange(chunk.Sum(SizeOf), 1, Mebibyte + 100));
        Assert.InRange(chunks.Count, 9, 10);
    }

    /// <summary>
    /// By nine writers that could not reach each other; a tenth replica takes the state of one that has all of it.
    /// </summary>
    [Fact]
    public void A_key_with_nine_siblings_of_a_mebibyte_arrives_as_a_whole()
    {
        string[] writers = [.. "abcdefghi".Select(name => name.ToString())];
        var network = new VirtualNetwork(
            seed: 1, new ReplicaOptions { ExpectedReplicas = 9, SnapshotAfter = 2 }, writers);
        network.Partition();
        foreach (var writer in writers)
            network.Put(writer, "large", writer + new string('x', Mebibyte));
        network.HealAll();
        network.Run(60);
        network.AssertSame();

        network.Join("j");
        network.Run(20);

        network.AssertSame();
        Assert.Equal(writers, network["j"].Values("large").Select(value => value[..1]).Order());
        Assert.InRange(network.Sent[typeof(SnapshotChunk)], 9, 1_000);
    }

    private static int SizeOf(KeyValuePair<Key, VersionSet> item) =>
        item.Value.Versions.Sum(version => 32 + new Mutation(item.Key, version.Value).Bytes);

    private static List<ImmutableArray<KeyValuePair<Key, VersionSet>>> ReadAll(
        MemoryStorage disk, uint ranges, int chunkBytes)
    {
        using var view = disk.OpenView();
        var chunks = new List<ImmutableArray<KeyValuePair<Key, VersionSet>>>();
        for (SnapshotPosition? after = null; ;)
        {
            var (items, isLast) = new SnapshotReader(view, ranges, chunkBytes).ReadChunk(after);
            chunks.Add(items);
            if (isLast)
                return chunks;
            Assert.NotEmpty(items);
            var (key, versions) = items[^1];
            after = new SnapshotPosition(
                key, versions.Versions.Length + (after?.Key == key ? after.Value.Versions : 0));
        }
    }

    private static MemoryStorage Disk(IEnumerable<(Key Key, IEnumerable<int> Sizes)> items)
    {
        var disk = new MemoryStorage();
        var origin = new Incarnation(ReplicaId.Create("a"), 1);
        disk.Commit(new ChangeSet(
            default,
            ReplicaState.Initial,
            items.DistinctBy(item => item.Key)
                .ToDictionary(item => item.Key, item => VersionSet.Of(item.Sizes.Select((size, i) =>
                    new KeyVersion(new Dot(origin, 1 + (ulong)i), new HybridTimestamp(1 + (ulong)i), size == 0
                        ? null
                        : new Value(new byte[size]))))),
            [],
            [],
            DropsStaged: false));
        return disk;
    }
}
