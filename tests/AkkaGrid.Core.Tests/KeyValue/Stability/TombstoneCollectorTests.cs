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

    private readonly MemoryStorage _disk = new();
    private readonly TombstoneCollector _collector;

    public TombstoneCollectorTests() => _collector = new TombstoneCollector(_disk, limit: 100);

    [Fact]
    public void A_tombstone_is_found_once_it_is_stable_and_collected_once_all_members_have_found_it()
    {
        Write("x", Tombstone(A, 3));

        Assert.Empty(Find(new Dot(A, 2)));
        Assert.Equal([new Dot(A, 3)], Find(new Dot(A, 3)));
        Assert.Equal(["x"], Kept(agreed: new Dot(A, 2)));
        Assert.Empty(Kept(agreed: new Dot(A, 3)));
        Assert.Equal(0, _disk.TombstoneCount);
    }

    [Fact]
    public void What_raises_the_horizon_is_the_identity_and_not_the_name()
    {
        Write("x", Tombstone(A, 3) with { Identity = new Dot(B, 7) });

        Assert.Equal([new Dot(B, 7)], Find(new Dot(A, 3)));
        Assert.Equal(["x"], Kept(agreed: new Dot(A, 3)));
        Assert.Empty(Kept(agreed: new Dot(B, 7)));
    }

    [Fact]
    public void One_that_was_replaced_raises_nothing()
    {
        Write("x", Tombstone(A, 3));
        Write("x", Live(A, 4));

        Assert.Empty(Find(new Dot(A, 4)));
        Assert.Equal(["x"], Kept(agreed: new Dot(A, 4)));
        Assert.Equal(0, _disk.TombstoneCount);
    }

    [Fact]
    public void One_that_is_greater_than_a_live_version_stays_though_it_does_not_win_and_the_least_goes()
    {
        Write("wins", Tombstone(A, 3), Live(B, 2));
        Write("between", Tombstone(A, 2), Live(B, 1), Live(B, 3));
        Write("least", Tombstone(A, 2), Live(B, 3));
        Find(new Dot(A, 3), new Dot(B, 3));

        Kept(agreed: [new Dot(A, 3), new Dot(B, 3)]);

        Assert.Equal(2, Read("wins").Versions.Length);
        Assert.Equal(3, Read("between").Versions.Length);
        Assert.Equal([new Dot(B, 3)], Read("least").Dots);
    }

    [Fact]
    public void One_that_is_greater_than_a_tombstone_that_must_stay_stays_too()
    {
        Write("x", Tombstone(A, 3), Tombstone(B, 2));
        Write("y", Tombstone(A, 2), Tombstone(B, 3));
        Find(new Dot(A, 3), new Dot(B, 3));

        Kept(agreed: [new Dot(A, 3)]);
        Assert.Equal([new Dot(A, 3), new Dot(B, 2)], Read("x").Dots);
        Assert.Equal([new Dot(B, 3)], Read("y").Dots);

        Assert.Empty(Kept(agreed: [new Dot(A, 3), new Dot(B, 3)]));
        Assert.Equal(0, _disk.TombstoneCount);
    }

    [Fact]
    public void One_that_won_beside_a_live_version_is_looked_at_again_when_that_is_deleted()
    {
        Write("x", Tombstone(A, 3), Live(B, 2));
        Find(new Dot(A, 3), new Dot(B, 2));
        Kept(agreed: [new Dot(A, 3), new Dot(B, 2)]);

        Write("x", Tombstone(A, 3));
        _collector.Written(Name("x"), Read("x"));

        Assert.Empty(Kept(agreed: [new Dot(A, 3), new Dot(B, 2)]));
    }

    [Fact]
    public void A_batch_of_many_deletes_is_looked_at_as_a_whole_and_the_rest_in_the_next_tick()
    {
        var collector = new TombstoneCollector(_disk, limit: 3);
        for (var i = 0; i < 5; i++)
            Write($"batch{i}", Tombstone(A, 1));
        for (var i = 2UL; i < 8; i++)
            Write($"k{i}", Tombstone(A, i));
        var stable = VectorClock.Of(new Dot(A, 9));

        var found = new List<Dot>();
        for (var i = 0; i < 9; i++)
            found.AddRange(collector.Find(stable, _disk.Read));

        Assert.Equal([1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7], found.Select(dot => (int)dot.Sequence));
    }

    [Fact]
    public void After_a_merge_all_are_looked_at_again()
    {
        Write("x", Tombstone(A, 5));
        Find(new Dot(A, 5), new Dot(B, 5));
        Write("brought by the merge", Tombstone(B, 2));
        Assert.Empty(Find(new Dot(A, 5), new Dot(B, 5)));

        _collector.Reset();

        Assert.Equal([new Dot(A, 5), new Dot(B, 2)], Find(new Dot(A, 5), new Dot(B, 5)).Order());
    }

    [Fact]
    public void One_that_is_replaced_while_it_waits_for_the_other_members_leaves_no_entry()
    {
        Write("x", Tombstone(A, 1));
        Find(new Dot(A, 1));
        Assert.Equal(["x"], Kept(agreed: []));

        Write("x", Live(A, 2));
        _collector.Written(Name("x"), Read("x"));
        Kept(agreed: []);

        Assert.Equal(0, _disk.TombstoneCount);
    }

    [Fact]
    public void One_that_hides_a_live_version_leaves_no_entry_where_another_beside_it_is_collected()
    {
        Write("x", Tombstone(A, 9), Live(B, 7), Tombstone(B, 6));
        Find(new Dot(A, 9), new Dot(B, 9));

        Kept(agreed: [new Dot(A, 9), new Dot(B, 9)]);
        Kept(agreed: [new Dot(A, 9), new Dot(B, 9)]);

        Assert.Equal([new Dot(A, 9), new Dot(B, 7)], Read("x").Dots);
        Assert.Equal(0, _disk.TombstoneCount);
    }

    private static Key Name(string key) => Key.Create(Keyspace.User, key);

    private static KeyVersion Tombstone(Incarnation origin, ulong sequence) =>
        new(new Dot(origin, sequence), new HybridTimestamp(sequence), null);

    private static KeyVersion Live(Incarnation origin, ulong sequence) =>
        Tombstone(origin, sequence) with { Value = new Value(new byte[] { 1 }) };

    private VersionSet Read(string key) => _disk.Read(Name(key));

    private void Write(string key, params KeyVersion[] versions) =>
        Commit(new() { [Name(key)] = VersionSet.Of(versions) }, []);

    private IReadOnlyList<Dot> Find(params Dot[] stable) => _collector.Find(VectorClock.Of(stable), _disk.Read);

    /// <summary>Collects what can go, and tells which keys are left.</summary>
    private IEnumerable<string> Kept(params Dot[] agreed)
    {
        var versions = new Dictionary<Key, VersionSet>();
        var swept = _collector.Collect(VectorClock.Of(agreed), _disk.Read, (key, _, left) => versions[key] = left);
        Commit(versions, swept);
        return _disk.Scan(Keyspace.User, "", null).Select(item => item.Key.Name);
    }

    private void Commit(Dictionary<Key, VersionSet> versions, IReadOnlyList<KeyValuePair<Dot, Key>> swept) =>
        _disk.Commit(new ChangeSet(default, _disk.State, versions, [], [], DropsStaged: false) { Swept = swept });
}
