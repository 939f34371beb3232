using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Stability;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class TombstoneCollectorTests
{
    private static readonly Incarnation A = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation B = new(ReplicaId.Create("b"), 2);
    private static readonly Key Name = Key.Create(Keyspace.User, "k");

    [Fact]
    public void A_tombstone_that_is_replaced_while_it_waits_for_the_others_leaves_no_entry()
    {
        var storage = new MemoryStorage();
        storage.Load(A);
        var tombstone = VersionSet.Of(new KeyVersion(new Dot(A, 1), new HybridTimestamp(1), null));
        storage.Commit(new ChangeSet(A, ReplicaState.Initial, new Dictionary<Key, VersionSet> { [Name] = tombstone }, [], [], DropsStaged: false));
        var collector = new TombstoneCollector(storage, limit: 10);
        var held = tombstone;
        Assert.Equal([new Dot(A, 1)], collector.Find(VectorClock.Of(new Dot(A, 1)), _ => held));
        Assert.Empty(collector.Collect(VectorClock.Empty, _ => held, (_, _, _) => { }));

        held = VersionSet.Of(new KeyVersion(new Dot(A, 2), new HybridTimestamp(2), new Value("v"u8.ToArray())));
        collector.Written(Name, held);

        Assert.Equal([KeyValuePair.Create(new Dot(A, 1), Name)], collector.Collect(VectorClock.Empty, _ => held, (_, _, _) => { }));
    }

    [Fact]
    public void A_tombstone_that_wins_leaves_no_entry_where_one_beside_it_is_collected()
    {
        var storage = new MemoryStorage();
        storage.Load(A);
        var held = VersionSet.Of(
            new KeyVersion(new Dot(A, 1), new HybridTimestamp(9), null),
            new KeyVersion(new Dot(B, 1), new HybridTimestamp(8), null),
            new KeyVersion(new Dot(B, 2), new HybridTimestamp(7), new Value("v"u8.ToArray())));
        Commit(held, []);
        var stable = VectorClock.Of(new Dot(A, 1), new Dot(B, 2));
        var collector = new TombstoneCollector(storage, limit: 10);
        collector.Find(stable, storage.Read);

        for (var tick = 0; tick < 3; tick++)
        {
            var left = storage.Read(Name);
            var swept = collector.Collect(stable, storage.Read, (_, _, after) => left = after);
            Commit(left, swept);
        }

        Assert.Equal([new Dot(A, 1), new Dot(B, 2)], storage.Read(Name).Dots);
        Assert.Equal(0, storage.TombstoneCount);

        void Commit(VersionSet versions, IReadOnlyList<KeyValuePair<Dot, Key>> swept) => storage.Commit(
            new ChangeSet(A, ReplicaState.Initial, Changed(versions), [], [], DropsStaged: false) { Swept = swept });

        Dictionary<Key, VersionSet> Changed(VersionSet versions) =>
            versions.Equals(storage.Read(Name)) ? [] : new Dictionary<Key, VersionSet> { [Name] = versions };
    }
}
