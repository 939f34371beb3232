using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.KeyValue.Tests.Actors;
using AkkaGrid.KeyValue.Watching;
using AkkaGrid.Testing.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.KeyValue.Tests.Watching;

/// <summary>What watchers are told, on a disk that the test writes to itself.</summary>
public sealed class WatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryStorage _disk = new();
    private readonly FakeTimeProvider _time = new();
    private readonly KeyValueStore _store;
    private ulong _sequence;

    public WatchTests() => _store = TestStores.Over(_disk, TestStores.Options with { MaxWatches = 2 }, _time);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_watch_begins_with_a_cut_and_goes_on_with_what_is_committed_then()
    {
        Commit("before", "1");
        using var watch = await _store.WatchAsync(new WatchRequest(""));
        await using var told = watch.EventsAsync().GetAsyncEnumerator();

        var cut = Assert.IsType<CutReached>(Assert.Single(await NextAsync(told)));
        var next = NextAsync(told);
        Assert.False(next.IsCompleted);
        Commit("after", "2");
        var changed = Assert.IsType<KeysChanged>(Assert.Single(await next));

        Assert.Equal("after", changed.Update.Changes[0].Key.Name);
        Assert.Equal(cut.Cursor.Sequences.Values.Single() + 1, changed.Update.Cursor.Sequences.Values.Single());
    }

    [Fact]
    public async Task The_keys_that_there_are_come_from_one_cut_and_what_is_written_meanwhile_comes_after_it()
    {
        for (var i = 0; i < 250; i++)
            Commit($"k{i:000}", "old");
        using var watch = await _store.WatchAsync(new WatchRequest("k") { Initial = true });
        await using var told = watch.EventsAsync().GetAsyncEnumerator();

        var keys = new List<KeyValuePair<Key, VersionSet>>();
        IReadOnlyList<WatchEvent> events;
        while ((events = await NextAsync(told))[0] is KeysPresent present)
        {
            keys.AddRange(present.Items);
            Commit("k249", "new");
        }

        Assert.Equal(250, keys.Count);
        Assert.All(keys, item => Assert.Equal("old", Samples.Text(item.Value)));
        Assert.IsType<CutReached>(Assert.Single(events));
        Assert.Equal(3, (await NextAsync(told)).Count);
    }

    [Fact]
    public async Task Where_nothing_is_told_the_cursor_moves_on_from_time_to_time()
    {
        using var watch = await _store.WatchAsync(new WatchRequest("wanted/"));
        await using var told = watch.EventsAsync().GetAsyncEnumerator();
        await NextAsync(told);
        var next = NextAsync(told);
        Commit("unwanted", "1");

        // The wait for what is committed starts anew with each commit, at a moment that the test does not see.
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        var cut = Assert.IsType<CutReached>(Assert.Single(await next));
        Assert.Equal(1UL, cut.Cursor.Sequences[Samples.A.Nonce]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_who_comes_back_too_late_is_told_to_read_anew_and_goes_on_from_now(bool initial)
    {
        for (var i = 0; i < 5; i++)
            Commit("k", $"{i}");
        var old = WatchFeed.After(
            _disk, "", ReplicaState.Initial with { Clock = VectorClock.Of(new Dot(Samples.A, 1)) }).Cursor;
        _disk.Trim(Samples.A, 3);
        using var watch = await _store.WatchAsync(new WatchRequest("") { Cursor = old, Initial = initial });
        await using var told = watch.EventsAsync().GetAsyncEnumerator();

        var events = (await NextAsync(told)).ToList();
        for (var i = 0; initial && i < 2; i++)
            events.AddRange(await NextAsync(told));
        Commit("k", "last");
        events.AddRange(await NextAsync(told));

        Assert.Equal(
            initial
                ? [typeof(ResyncNeeded), typeof(KeysPresent), typeof(CutReached), typeof(KeysChanged)]
                : [typeof(ResyncNeeded), typeof(KeysChanged)],
            events.Select(item => item.GetType()));
        Assert.Equal(initial, ((ResyncNeeded)events[0]).Cursor is null);
    }

    [Fact]
    public async Task One_whom_the_collection_of_the_log_overtakes_is_told_so()
    {
        using var watch = await _store.WatchAsync(new WatchRequest(""));
        await using var told = watch.EventsAsync().GetAsyncEnumerator();
        await NextAsync(told);
        Commit("x", "1");
        Commit("x", "2");
        _disk.Trim(Samples.A, 1);

        Assert.IsType<ResyncNeeded>(Assert.Single(await NextAsync(told)));
        Commit("x", "3");
        Assert.IsType<KeysChanged>(Assert.Single(await NextAsync(told)));
    }

    [Fact]
    public async Task A_watch_does_not_begin_behind_what_its_watcher_has_seen_though_the_replica_has_gone_back()
    {
        Commit("x", "1");
        var seen = new Dot(Samples.A, 1);
        using var watch = await _store.WatchAsync(new WatchRequest("") { Context = CausalContext.Of(seen) });
        _disk.Restore(MemoryStorage.Image.Empty);
        await using var told = watch.EventsAsync().GetAsyncEnumerator();

        var next = told.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(2));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => next.WaitAsync(Patience));
    }

    [Fact]
    public async Task There_are_so_many_places_and_each_is_free_again_with_its_watch()
    {
        var first = await _store.WatchAsync(new WatchRequest(""));
        using var second = await _store.WatchAsync(new WatchRequest(""));

        await Assert.ThrowsAsync<TooManyWatchesException>(() => _store.WatchAsync(new WatchRequest("")));
        first.Dispose();
        first.Dispose();
        using var third = await _store.WatchAsync(new WatchRequest(""));
        await Assert.ThrowsAsync<TooManyWatchesException>(() => _store.WatchAsync(new WatchRequest("")));
    }

    [Fact]
    public async Task A_cursor_from_ahead_of_the_replica_is_waited_for_and_the_watch_goes_on_behind_it()
    {
        var ahead = WatchFeed.After(
            _disk, "", ReplicaState.Initial with { Clock = VectorClock.Of(new Dot(Samples.A, 2)) }).Cursor;
        using var watch = await _store.WatchAsync(new WatchRequest("") { Cursor = ahead });
        await using var told = watch.EventsAsync().GetAsyncEnumerator();
        for (var i = 0; i < 3; i++)
        {
            var next = NextAsync(told);
            Assert.False(next.IsCompleted);
            _time.Advance(TimeSpan.FromMinutes(2));
            Assert.IsType<CursorAwaited>(Assert.Single(await next));
        }

        for (var i = 1; i <= 3; i++)
            Commit($"{i}", "v");

        var update = Assert.IsType<KeysChanged>(Assert.Single(await NextAsync(told))).Update;
        Assert.Equal("3", Assert.Single(update.Changes).Key.Name);
    }

    private static async Task<IReadOnlyList<WatchEvent>> NextAsync(IAsyncEnumerator<IReadOnlyList<WatchEvent>> told)
    {
        Assert.True(await told.MoveNextAsync().AsTask().WaitAsync(Patience));
        return told.Current;
    }

    private void Commit(string key, string value)
    {
        var dot = new Dot(Samples.A, ++_sequence);
        var state = ReplicaState.Initial with { Clock = VectorClock.Of(dot) };
        _disk.Commit(new ChangeSet(
            default,
            state,
            new Dictionary<Key, VersionSet>
            {
                [Samples.Key(key)] = VersionSet.Of(Samples.Version(dot, dot.Sequence, value))
            },
            [Samples.Update(dot, VectorClock.Empty, Samples.Put(key, value))],
            [],
            DropsStaged: false));
        _store.Commits.Raise();
    }
}
