using System.Text;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.Testing.Simulation;
using AkkaGrid.Testing.Storage;
using CsCheck;

namespace AkkaGrid.Core.Tests.KeyValue.Watching;

public sealed class WatchFeedTests
{
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly ReplicaOptions Options = new() { ExpectedReplicas = Names.Length };

    private readonly VirtualNetwork _network = new(seed: 1, Options, Names);

    [Fact]
    public void A_watcher_that_roams_is_told_all_once_and_causes_first_whatever_the_network_does() =>
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var network = new VirtualNetwork(seed, Options, Names) { Loss = 0.1, Reorders = true };
            var told = new List<Update>();
            var feed = WatchFeed.After(network["a"].Disk, "", network["a"].Disk.State);
            for (var i = 0; i < 150; i++)
            {
                var name = Names[random.Next(Names.Length)];
                switch (random.Next(12))
                {
                    case < 6:
                        network[name].Write(
                            WriteConcern.Local, network.Now, ($"k{random.Next(9)}", $"v{i}"), ("other", null));
                        break;
                    case < 9:
                        network.Step();
                        break;
                    case 9:
                        network.Tick();
                        break;
                    case 10:
                        network.Restart(name);
                        break;
                    default:
                        Tell(network, feed, told);
                        feed = Roam(feed, network[name].Disk);
                        break;
                }
            }

            network.Settle();
            network.Run(40);
            Tell(network, feed, told);

            var clock = VectorClock.Empty;
            foreach (var update in told)
            {
                Assert.Equal(clock[update.Dot.Origin] + 1, update.Dot.Sequence);
                Assert.True(clock.Covers(update.Dependencies));
                clock = clock.With(update.Dot);
            }

            Assert.Equal(network["b"].Disk.State.Clock, clock);
        }, iter: 60);

    [Fact]
    public void A_batch_is_told_as_one_with_the_keys_below_the_prefix_only()
    {
        var feed = WatchFeed.After(_network["b"].Disk, "a/", _network["b"].Disk.State);
        _network["a"].Write(WriteConcern.Local, _network.Now, ("a/1", "x"), ("b/1", "y"), ("a/2", null));
        _network["a"].Put("b/2", "unseen", _network.Now);
        _network.Drain();

        var update = Assert.Single(feed.Read().Updates);

        Assert.Equal(["a/1", "a/2"], update.Changes.Select(change => change.Key.Name));
        Assert.Null(update.Changes[1].Value);
        Assert.NotEqual(update.Cursor, feed.Cursor);
        Assert.Equal(WatchFeed.After(_network["b"].Disk, "", _network["b"].Disk.State).Cursor, feed.Cursor);
    }

    [Fact]
    public void What_is_not_of_clients_is_never_told()
    {
        var disk = new MemoryStorage();
        var replica = new Replica(
            new Incarnation(ReplicaId.Create("a"), 1), disk, new ReplicaOptions(), DateTimeOffset.UnixEpoch);
        var feed = WatchFeed.After(disk, "", disk.State);
        var mutation = new Mutation(Key.Create(Keyspace.Charging, "session"), new Value("x"u8.ToArray()));
        replica.Write(1, new WriteRequest([mutation]), DateTimeOffset.UnixEpoch);
        disk.Commit(replica.Seal().Changes!);

        Assert.Empty(feed.Read().Updates);
        Assert.NotEmpty(feed.Cursor.Sequences);
    }

    [Fact]
    public void A_cursor_behind_the_log_is_a_gap_and_nothing_behind_it_is_told()
    {
        var feed = WatchFeed.After(_network["b"].Disk, "", _network["b"].Disk.State);
        for (var i = 0; i < 5; i++)
            _network["a"].Put("x", $"{i}", _network.Now);
        _network.Drain();
        _network["b"].Put("y", "after all of them", _network.Now);
        _network["b"].Disk.Trim(_network["a"].Self, 3);

        var stretch = feed.Read();

        Assert.True(stretch.IsGap);
        Assert.Empty(stretch.Updates);
        Assert.True(feed.Read().IsGap);
    }

    [Fact]
    public void A_cursor_of_another_store_or_from_ahead_is_not_gone_on_from()
    {
        var dot = _network["a"].Put("x", "1", _network.Now);
        var ahead = WatchFeed.After(_network["a"].Disk, "", _network["a"].Disk.State).Cursor;

        Assert.False(WatchFeed.TryResume(_network["b"].Disk, "", ahead, out _));
        Assert.True(ahead.Context.IsCoveredBy(VectorClock.Of(dot), _network["b"].Disk.Bases));
        Assert.True(WatchFeed.TryResume(_network["a"].Disk, "", ahead, out _));
        var elsewhere = VectorClock.Of(ClockBase.Of(new Dot(new Incarnation(ReplicaId.Create("z"), 77), 1)), [dot]);
        Assert.False(WatchFeed.TryResume(_network["a"].Disk, "", WatchCursor.Of(elsewhere), out _));
    }

    [Fact]
    public void A_watcher_goes_on_where_another_replica_writes_its_clock_with_another_base()
    {
        var last = Enumerable.Range(1, 3)
            .Select(nonce => new Dot(new Incarnation(ReplicaId.Create("a"), (ulong)nonce), 2)).ToList();
        var (plain, based) = (new MemoryStorage(), new MemoryStorage());
        Commit(plain, ReplicaState.Initial with { Clock = VectorClock.Of(last) }, last);
        Commit(
            based,
            ReplicaState.Initial with
            {
                Clock = VectorClock.Of(based.Bases.Add(ClockBase.Of(last.Take(2))), last.Skip(2))
            },
            last);
        var feed = WatchFeed.After(plain, "", ReplicaState.Initial with { Clock = VectorClock.Of(last.Take(1)) });

        Assert.True(WatchFeed.TryResume(based, "", feed.Cursor, out var resumed));

        Assert.Equal(
            feed.Read().Updates.Select(update => update.Dot).Order(),
            resumed.Read().Updates.Select(update => update.Dot).Order());
        Assert.Empty(resumed.Read().Updates);
        Assert.Equal(WatchFeed.After(based, "", based.State).Cursor, resumed.Cursor);
        Assert.False(WatchFeed.TryResume(plain, "", resumed.Cursor, out _));
        plain.Bases.Add(based.State.Clock.Base);
        Assert.True(WatchFeed.TryResume(plain, "", resumed.Cursor, out var back));
        Assert.Equal((false, false, true), (back.Read().IsGap, back.Read().HasMore, back.Read().Updates.IsEmpty));
    }

    [Fact]
    public void Every_start_that_came_while_the_watcher_was_away_is_told_as_long_as_its_log_is_there()
    {
        var last = Enumerable.Range(1, 2)
            .Select(nonce => new Dot(new Incarnation(ReplicaId.Create("a"), (ulong)nonce), 2)).ToList();
        var before = ReplicaState.Initial with { Clock = VectorClock.Of(last[0]) };
        var after = before with { Clock = VectorClock.Of(last) };
        var (trimmed, logged) = (new MemoryStorage(), new MemoryStorage());
        Commit(trimmed, after, last.Take(1));
        Commit(logged, after, last);
        var cursor = WatchFeed.After(logged, "", before).Cursor;

        Assert.True(WatchFeed.TryResume(trimmed, "", cursor, out var gap));
        Assert.True(gap.Read().IsGap);
        Assert.True(WatchFeed.TryResume(logged, "", cursor, out var resumed));
        Assert.Equal([last[1] with { Sequence = 1 }, last[1]], resumed.Read().Updates.Select(update => update.Dot));
    }

    [Fact]
    public void Much_to_tell_comes_in_stretches_of_bounded_size()
    {
        var large = new string('x', 100_000);
        var feed = WatchFeed.After(_network["a"].Disk, "", _network["a"].Disk.State);
        for (var i = 0; i < 10; i++)
            _network["a"].Put($"k{i}", large, _network.Now);

        var stretches = new List<WatchStretch>();
        do
            stretches.Add(feed.Read());
        while (stretches[^1].HasMore);

        Assert.All(stretches, stretch => Assert.InRange(stretch.Updates.Length, 1, 3));
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => $"k{i}"),
            stretches.SelectMany(stretch => stretch.Updates).Select(update => update.Changes[0].Key.Name));
        Assert.Empty(feed.Read().Updates);
    }

    [Fact]
    public void The_greatest_of_timestamp_and_dot_is_the_winner_though_replicas_tell_in_different_orders()
    {
        _network.Cut("a", "b");
        _network.Cut("b", "a");
        var feeds = Names.Select(name => WatchFeed.After(_network[name].Disk, "", _network[name].Disk.State)).ToList();
        _network["a"].Put("x", "from a", _network.Now);
        _network["b"].Put("x", "from b", _network.Now);
        var early = feeds.Select(feed => feed.Read()).ToList();
        _network.HealAll();
        _network.Run(20);

        foreach (var (feed, stretch) in feeds.Zip(early))
        {
            var last = stretch.Updates.Concat(feed.Read().Updates)
                .MaxBy(update => new KeyVersion(update.Dot, update.Timestamp, null))!;
            Assert.Equal(_network["c"].Get("x"), Encoding.UTF8.GetString(last.Changes[0].Value!.Bytes.Span));
        }
    }

    private static void Commit(MemoryStorage disk, ReplicaState state, IEnumerable<Dot> lasts) =>
        disk.Commit(new ChangeSet(
            default,
            state,
            new Dictionary<Key, VersionSet>(),
            [
                .. from last in lasts
                   from sequence in Enumerable.Range(1, (int)last.Sequence)
                   let dot = last with { Sequence = (ulong)sequence }
                   select new Update(
                       dot,
                       VectorClock.Empty,
                       new HybridTimestamp(dot.Sequence),
                       [new Mutation(Key.Create(Keyspace.User, "k"), null)]),
            ],
            [],
            DropsStaged: false));

    /// <summary>
    /// Goes on at another replica, if that covers the cursor, as a watcher does who has lost its node.
    /// </summary>
    private static WatchFeed Roam(WatchFeed feed, IReplicaStorage disk)
    {
        Assert.True(WatchCursor.TryParse(feed.Cursor.ToString(), out var cursor));
        return WatchFeed.TryResume(disk, "", cursor, out var next) ? next : feed;
    }

    private static void Tell(VirtualNetwork network, WatchFeed feed, List<Update> told)
    {
        var stretch = feed.Read();
        Assert.False(stretch.IsGap);
        told.AddRange(stretch.Updates.Select(update => network.Replicas.Values
            .SelectMany(replica => replica.Disk.ReadLog(update.Dot.Origin, update.Dot.Sequence).Take(1))
            .First()));
    }
}
