using System.Collections;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.KeyValue.Tests.Actors;
using AkkaGrid.KeyValue.Tests.Storage;
using AkkaGrid.Testing.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.KeyValue.Tests;

/// <summary>What the store does by itself, without a replica to write to.</summary>
public sealed class KeyValueStoreTests : IDisposable
{
    private readonly MemoryStorage _disk = new();
    private readonly FakeTimeProvider _time = new();
    private readonly KeyValueStore _store;

    public KeyValueStoreTests() => _store = TestStores.Over(
        _disk, TestStores.Options with { MaxValueBytes = 100, MaxBatchKeys = 3 }, _time);

    public void Dispose() => _store.Dispose();

    [Fact]
    public Task A_value_beyond_the_limit_is_refused() =>
        Assert.ThrowsAsync<TooLargeException>(() =>
            _store.WriteAsync(new WriteRequest([Samples.Put("x", new string('1', 101))])));

    [Fact]
    public Task A_batch_of_too_many_keys_is_refused() => Assert.ThrowsAsync<TooLargeException>(() =>
        _store.WriteAsync(new WriteRequest([.. Enumerable.Range(0, 4).Select(i => Samples.Put($"k{i}", "1"))])));

    [Fact]
    public async Task A_batch_of_too_many_bytes_is_refused()
    {
        using var store = TestStores.Over(_disk, TestStores.Options);
        var size = TestStores.Options.MaxValueBytes;

        await Assert.ThrowsAsync<TooLargeException>(() => store.WriteAsync(new WriteRequest(
            [.. Enumerable.Range(0, 5).Select(i => new Mutation(Samples.Key($"k{i}"), new Value(new byte[size])))])));
    }

    [Fact]
    public async Task A_write_at_the_limits_waits_for_the_replica_and_is_known_not_to_have_happened_without_one()
    {
        var write = _store.WriteAsync(new WriteRequest(
            [.. Enumerable.Range(0, 3).Select(i => Samples.Put($"k{i}", new string('1', 100)))]));
        Assert.False(write.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
        Assert.False(_store.IsServing);
    }

    [Fact]
    public Task A_snapshot_of_too_many_keys_is_refused() => Assert.ThrowsAsync<TooLargeException>(() =>
        _store.ReadManyAsync([.. Enumerable.Range(0, 4).Select(i => Samples.Key($"k{i}"))], CausalContext.Empty));

    [Fact]
    public async Task A_read_adds_the_dots_that_it_saw_to_the_requests_context_and_no_more()
    {
        _disk.Commit(Changes.Of(1, ("other", "1")));
        _disk.Commit(
            Changes.Of(2, ("x", "1")) with { State = Changes.State(new Dot(Samples.A, 2), new Dot(Samples.B, 9)) });

        var read = await _store.ReadAsync(Samples.Key("x"), CausalContext.Of(new Dot(Samples.B, 4)));

        Assert.Equal("1", Samples.Text(read.Versions));
        Assert.Equal(CausalContext.Of(new Dot(Samples.A, 2), new Dot(Samples.B, 4)).Sequences, read.Context.Sequences);
        Assert.True(read.Clock.Covers(new Dot(Samples.B, 9)));
    }

    [Fact]
    public async Task A_miss_carries_the_delete_that_it_saw()
    {
        Delete(1, "x");

        var read = await _store.ReadAsync(Samples.Key("x"), CausalContext.Empty);
        var never = await _store.ReadAsync(Samples.Key("y"), CausalContext.Empty);

        Assert.Null(Samples.Text(read.Versions));
        Assert.Equal(CausalContext.Of(new Dot(Samples.A, 1)).Sequences, read.Context.Sequences);
        Assert.Empty(never.Context.Sequences);
    }

    [Fact]
    public async Task Many_keys_are_read_at_one_cut()
    {
        _disk.Commit(Changes.Of(1, ("x", "1"), ("y", "1")));
        var keys = new Keys(
            [Samples.Key("x"), Samples.Key("y")], between: () => _disk.Commit(Changes.Of(2, ("x", "2"), ("y", "2"))));

        var read = await _store.ReadManyAsync(keys, CausalContext.Empty);

        Assert.Equal(["1", "1"], read.Items.Select(item => Samples.Text(item.Value)));
        Assert.Equal(VectorClock.Of(new Dot(Samples.A, 1)), read.Clock);
        Assert.Equal(CausalContext.Of(new Dot(Samples.A, 1)).Sequences, read.Context.Sequences);
        Assert.Equal("2", Samples.Text(_disk.Read(Samples.Key("y"))));
    }

    [Fact]
    public async Task A_list_comes_in_pages_without_the_deleted_and_ends_without_a_next()
    {
        for (var i = 1; i <= 7; i++)
            _disk.Commit(Changes.Of((ulong)i, ($"k{i}", $"{i}")));
        Delete(8, "k2");
        Delete(9, "k7");

        Assert.Equal("k1 k3, next k3", await PageAsync(null, 2));
        Assert.Equal("k4 k5, next k5", await PageAsync("k3", 2));
        Assert.Equal("k6, next ", await PageAsync("k5", 2));
        Assert.Equal(", next ", await PageAsync("k6", 2));
        Assert.Equal("k1 k3 k4 k5 k6, next ", await PageAsync(null, 5));

        async Task<string> PageAsync(string? after, int limit)
        {
            var page = await _store.ListAsync(Keyspace.User, "k", after, limit, CausalContext.Empty);
            return $"{string.Join(' ', page.Items.Select(item => item.Key.Name))}, next {page.Next}";
        }
    }

    [Theory]
    [InlineData(Keyspace.Charging, "k")]
    [InlineData(Keyspace.User, "")]
    public async Task A_session_is_listed_beside_a_concurrent_delete_that_wins_and_a_clients_key_is_not(
        Keyspace keyspace, string listed)
    {
        var key = Key.Create(keyspace, "k");
        _disk.Commit(Changes.Of(1) with
        {
            Versions = new Dictionary<Key, VersionSet>
            {
                [key] = VersionSet.Of(
                    Samples.Version(new Dot(Samples.A, 1), 1, "session"),
                    Samples.Version(new Dot(Samples.B, 1), 2, null)),
            },
        });

        var page = await _store.ListAsync(keyspace, "", null, 10, CausalContext.Empty);

        Assert.Equal(listed, string.Join(' ', page.Items.Select(item => item.Key.Name)));
    }

    [Fact]
    public async Task The_context_of_a_page_covers_what_it_lists_and_the_deletes_between()
    {
        _disk.Commit(Changes.Of(1, ("k1", "1")));
        _disk.Commit(new ChangeSet(
            default,
            Changes.State(new Dot(Samples.A, 1), new Dot(Samples.B, 2), new Dot(Samples.C, 3)),
            new Dictionary<Key, VersionSet>
            {
                [Samples.Key("k2")] = VersionSet.Of(Samples.Version(new Dot(Samples.B, 2), 2, null)),
                [Samples.Key("k3")] = VersionSet.Of(Samples.Version(new Dot(Samples.C, 3), 3, "3")),
            },
            [],
            [],
            DropsStaged: false));

        var first = await _store.ListAsync(Keyspace.User, "", null, 1, CausalContext.Empty);
        var all = await _store.ListAsync(Keyspace.User, "", null, 10, CausalContext.Empty);

        Assert.Equal(CausalContext.Of(new Dot(Samples.A, 1), new Dot(Samples.B, 2)).Sequences, first.Context.Sequences);
        Assert.Equal("k1", first.Next);
        Assert.Equal(3, all.Context.Sequences.Count);
    }

    [Fact]
    public async Task A_context_of_very_many_starts_names_a_base_and_is_taken_back()
    {
        var starts = Enumerable.Range(1, CausalContext.MaxEntries + 1)
            .Select(i => new Dot(new Incarnation(Samples.Ended.Replica, (ulong)i), 1)).ToList();
        var clockBase = _disk.Bases.Add(ClockBase.Of([.. starts]));
        _disk.Commit(Changes.Of(1) with
        {
            State = ReplicaState.Initial with { Clock = VectorClock.Of(clockBase, [new Dot(Samples.A, 1)]) },
            Versions = starts.ToDictionary(
                start => Samples.Key($"k{start.Origin.Nonce}"), start => VersionSet.Of(Samples.Version(start, 1, "1"))),
        });

        var page = await _store.ListAsync(
            Keyspace.User, "", null, starts.Count, CausalContext.Of(new Dot(Samples.A, 1)));
        var read = await _store.ReadAsync(Samples.Key("k1"), page.Context);

        Assert.Equal([clockBase.Name], page.Context.Bases);
        Assert.Equal(CausalContext.Of(new Dot(Samples.A, 1)).Sequences, page.Context.Sequences);
        Assert.Equal("1", Samples.Text(read.Versions));
    }

    private void Delete(ulong sequence, string key) => _disk.Commit(Changes.Of(sequence) with
    {
        Versions = new Dictionary<Key, VersionSet>
        {
            [Samples.Key(key)] = VersionSet.Of(Samples.Version(new Dot(Samples.A, sequence), sequence, null)),
        },
    });

    /// <summary>Keys between which something happens while they are gone through.</summary>
    private sealed class Keys(IReadOnlyList<Key> keys, Action between) : IReadOnlyCollection<Key>
    {
        public int Count => keys.Count;

        public IEnumerator<Key> GetEnumerator()
        {
            yield return keys[0];
            between();
            foreach (var key in keys.Skip(1))
                yield return key;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
