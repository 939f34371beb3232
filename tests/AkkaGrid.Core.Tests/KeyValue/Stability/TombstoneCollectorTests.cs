using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Stability;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class TombstoneCollectorTests
{
    private static readonly Incarnation A = new(ReplicaId.Create("a"), 1);
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
}
