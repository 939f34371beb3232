using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Actors;
using AkkaGrid.KeyValue.Lab;
using AkkaGrid.KeyValue.Wire;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class ReplicaActorTests : TestKit
{
    private const string Config = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          remote.flush-wait-on-shutdown = 0s
          coordinated-shutdown.run-by-actor-system-terminate = off
          test.single-expect-default = 30s
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Beyond = TimeSpan.FromMinutes(1);

    private readonly TestDisk _disk = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly TestProbe _peer;
    private KeyValueStore _store = null!;

    public ReplicaActorTests()
        : base(Config) => _peer = CreateTestProbe();

    private Incarnation Self => _store.NewestIncarnations[Samples.A.Replica];

    [Fact]
    public async Task A_write_is_acknowledged_and_readable_only_after_its_commit()
    {
        await StartAsync();
        _disk.Hold();

        var write = PutAsync("x", "1");
        await _disk.NextCommitAsync();
        Assert.False(write.IsCompleted);
        Assert.Null(await ReadAsync("x"));
        _disk.Release();

        var result = await write.WaitAsync(Patience);
        Assert.Equal(new Dot(Self, 1), result.Dot);
        Assert.Equal("1", await ReadAsync("x"));
        Assert.True(CausalContext.Of(result.Dot).IsCoveredBy(_disk.State.Coverage));
    }

    [Fact]
    public async Task Writes_that_arrive_during_a_commit_share_the_next_one()
    {
        await StartAsync();
        _disk.Hold();
        var first = PutAsync("x", "0");
        Assert.Single((await _disk.NextCommitAsync()).Log);
        var rest = Enumerable.Range(1, 10).Select(i => PutAsync("x", $"{i}")).ToList();
        _disk.Release();

        var shared = await _disk.NextCommitAsync();

        await Task.WhenAll([first, .. rest]).WaitAsync(Patience);
        Assert.Equal(rest.Count, shared.Log.Count);
        Assert.Equal("10", await ReadAsync("x"));
    }

    [Fact]
    public async Task A_failed_disk_leaves_a_write_uncertain_reads_going_and_a_new_incarnation_once_it_is_well()
    {
        await StartAsync();
        await PutAsync("x", "1").WaitAsync(Patience);
        var before = Self;
        _disk.IsFull = true;

        var error = await Assert.ThrowsAsync<WriteUncertainException>(() => PutAsync("x", "2").WaitAsync(Patience));

        Assert.Null(error.Dot);
        Assert.Equal("1", await ReadAsync("x"));
        _disk.IsFull = false;
        await EventuallyAsync(() => Task.FromResult(Self != before));
        var dot = (await PutAsync("x", "3").WaitAsync(Patience)).Dot;
        Assert.Equal(new Dot(Self, 1), dot);
        Assert.NotEqual(before, dot.Origin);
        Assert.Equal("3", await ReadAsync("x"));
    }

    [Fact]
    public async Task A_write_whose_time_is_up_before_it_was_taken_never_happens()
    {
        _store = TestStores.Over(_disk, Options(), _time);
        _store.Handle.Attach(_peer);
        var late = PutAsync("x", "late");
        var command = await _peer.ExpectMsgAsync<Write>(Patience);
        _time.Advance(Beyond);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => late);
        Assert.Contains("nothing was written", error.Message, StringComparison.Ordinal);

        var replica = Start();
        replica.Tell(command);
        await AwaitAttachedAsync(replica);
        Assert.Equal(1UL, (await PutAsync("y", "1").WaitAsync(Patience)).Dot.Sequence);
        Assert.Null(await ReadAsync("x"));
    }

    [Fact]
    public async Task A_write_whose_time_is_up_while_the_disk_works_is_uncertain()
    {
        await StartAsync();
        _disk.Hold();
        var write = PutAsync("x", "1");
        await _disk.NextCommitAsync();
        _time.Advance(Beyond);

        Assert.Null((await Assert.ThrowsAsync<WriteUncertainException>(() => write)).Dot);

        _disk.Release();
        Assert.Equal(2UL, (await PutAsync("y", "1").WaitAsync(Patience)).Dot.Sequence);
        Assert.Equal("1", await ReadAsync("x"));
    }

    [Theory]
    [InlineData(WriteConcern.Majority)]
    [InlineData(WriteConcern.All)]
    public async Task A_write_that_too_few_have_confirmed_in_time_is_known_to_be_on_this_disk(WriteConcern concern)
    {
        await StartAsync(Options() with { Replica = new ReplicaOptions { ExpectedReplicas = 3 } });
        var write = _store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]) { Concern = concern });
        await AwaitDeliveredAsync(new Dot(Self, 1));
        Assert.False(write.IsCompleted);
        _time.Advance(Beyond);

        var error = await Assert.ThrowsAsync<WriteUncertainException>(() => write);

        Assert.Equal(new Dot(Self, 1), error.Dot);
        Assert.Equal("1", await ReadAsync("x"));
    }

    [Fact]
    public async Task A_write_is_acknowledged_when_enough_replicas_say_that_they_have_it()
    {
        var replica = await StartAsync(Options() with { Replica = new ReplicaOptions { ExpectedReplicas = 3 } });
        var write = _store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]) { Concern = WriteConcern.Majority });
        await AwaitDeliveredAsync(new Dot(Self, 1));
        Assert.False(write.IsCompleted);

        replica.Tell(Word(Samples.B, VectorClock.Of(new Dot(Self, 1))), _peer);

        Assert.Equal(new Dot(Self, 1), (await write.WaitAsync(Patience)).Dot);
    }

    [Fact]
    public async Task A_conditional_write_that_comes_too_late_is_refused_with_what_is_there()
    {
        await StartAsync();
        await PutAsync("x", "1").WaitAsync(Patience);

        var error = await Assert.ThrowsAsync<PreconditionFailedException>(() =>
            _store.WriteAsync(new WriteRequest([Samples.Put("x", "2")]) { IfMatch = "stale" }).WaitAsync(Patience));

        Assert.Equal("1", Samples.Text(error.Present));
        Assert.Equal("1", await ReadAsync("x"));
    }

    [Fact]
    public async Task A_request_waits_until_its_context_is_on_disk()
    {
        var replica = await StartAsync();
        var context = CausalContext.Of(new Dot(Samples.B, 2));
        var read = _store.ReadAsync(Samples.Key("x"), context);
        var write = _store.WriteAsync(new WriteRequest([Samples.Put("y", "1")]) { Context = context });
        replica.Tell(Batch(Samples.B, FromB(1)), _peer);
        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        Assert.False(read.IsCompleted || write.IsCompleted);

        replica.Tell(Batch(Samples.B, FromB(2)), _peer);

        Assert.Equal("2", Samples.Text((await read.WaitAsync(Patience)).Versions));
        var written = await write.WaitAsync(Patience);
        Assert.True(written.Clock.Covers(new Dot(Samples.B, 2)));
        Assert.True(Assert.Single(_disk.ReadLog(Self, 1)).Dependencies.Covers(new Dot(Samples.B, 2)));
    }

    [Fact]
    public async Task A_context_that_is_not_reached_in_time_is_answered_with_what_is_missing_and_nothing_is_written()
    {
        var replica = await StartAsync();
        replica.Tell(Batch(Samples.B, FromB(1)), _peer);
        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        var write = _store.WriteAsync(new WriteRequest([Samples.Put("y", "1")])
        {
            Context = CausalContext.Of(new Dot(Samples.B, 2), new Dot(Samples.C, 5)),
        });
        _time.Advance(Beyond);

        var error = await Assert.ThrowsAsync<ContextNotReachedException>(() => write);

        Assert.Equal(
            ["b.00000000000000b2:2", "00000000000000c3:5 (an incarnation that is not known here)"],
            error.Missing);
        Assert.Empty(_disk.ReadLog(Self, 1));
    }

    [Fact]
    public async Task Too_many_requests_that_wait_are_refused_until_those_before_have_given_up()
    {
        var replica = await StartAsync(Options() with { MaxContextWaiters = 1, TickInterval = TimeSpan.FromMilliseconds(20) });
        using var gone = new CancellationTokenSource();
        var first = _store.ReadAsync(Samples.Key("x"), CausalContext.Of(new Dot(Samples.C, 1)), gone.Token);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ReadAfterAsync(1).WaitAsync(Patience));

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var sequence = 0UL;
        await EventuallyAsync(() =>
        {
            var next = ReadAfterAsync(++sequence);
            replica.Tell(Batch(Samples.B, FromB(sequence)), _peer);
            return next.ContinueWith(read => read.IsCompletedSuccessfully, TaskScheduler.Default);
        });

        Task<ReadResult> ReadAfterAsync(ulong update) =>
            _store.ReadAsync(Samples.Key("x"), CausalContext.Of(new Dot(Samples.B, update)));
    }

    [Fact]
    public async Task Writes_are_refused_while_too_much_waits_for_the_disk()
    {
        await StartAsync(Options() with { MaxPendingBytes = 100 });
        _disk.Hold();
        var first = PutAsync("x", new string('1', 200));
        await _disk.NextCommitAsync();
        var second = PutAsync("x", new string('2', 200));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync("x", "3").WaitAsync(Patience));

        Assert.Contains("disk", error.Message, StringComparison.Ordinal);
        _disk.Release();
        await Task.WhenAll(first, second).WaitAsync(Patience);
        Assert.Equal(3UL, (await PutAsync("x", "4").WaitAsync(Patience)).Dot.Sequence);
    }

    [Fact]
    public async Task A_peer_that_lacks_updates_gets_them_from_disk_in_the_replicas_name()
    {
        var replica = await StartAsync();
        await PutAsync("x", "1").WaitAsync(Patience);
        await PutAsync("x", "2").WaitAsync(Patience);

        replica.Tell(new PullRequest(Samples.B, 7, [new Dot(Self, 2)]), _peer);

        var updates = await _peer.ExpectMsgAsync<PullAnswer>(Patience);
        Assert.Equal((7UL, 2UL), (updates.PullId, Assert.Single(updates.Updates).Dot.Sequence));
        Assert.Equal(replica, _peer.LastSender);
        Assert.True((await _peer.ExpectMsgAsync<PullAnswer>(Patience)).IsLast);
    }

    [Fact]
    public async Task A_peer_that_is_far_behind_gets_a_snapshot_from_disk()
    {
        var replica = await StartAsync();
        var dot = (await PutAsync("x", "1").WaitAsync(Patience)).Dot;

        replica.Tell(new SnapshotRequest(Samples.B, 3, null), _peer);

        var chunk = await _peer.ExpectMsgAsync<SnapshotChunk>(Patience);
        Assert.True(chunk.IsLast && chunk.Clock.Covers(dot));
        Assert.Equal("1", Samples.Text(Assert.Single(chunk.Items).Value));
        Assert.Equal(replica, _peer.LastSender);
    }

    [Fact]
    public async Task A_large_update_is_sent_in_parts_and_taken_in_parts()
    {
        var replica = await StartAsync();
        var large = new string('1', 300_000);
        await PutAsync("x", large).WaitAsync(Patience);
        replica.Tell(new PullRequest(Samples.B, 7, [new Dot(Self, 1)]), _peer);
        var assembler = new FragmentAssembler<string>(1 << 20);
        ReplicaMessage? whole = null;
        while (whole is null)
            whole = assembler.Add("a", await _peer.ExpectMsgAsync<Fragment>(Patience));
        Assert.Equal(300_000, Assert.Single(((PullAnswer)whole).Updates).Mutations[0].Value!.Bytes.Length);

        var update = Samples.Update(new Dot(Samples.B, 1), VectorClock.Empty, Samples.Put("y", large));
        foreach (var part in new Fragments().Of(Batch(Samples.B, update)))
            replica.Tell(Assert.IsType<Fragment>(part), _peer);

        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        Assert.Equal(large, await ReadAsync("y"));
    }

    [Fact]
    public async Task Parts_that_make_no_message_do_not_start_the_replica_again()
    {
        var replica = await StartAsync();
        var before = Self;

        replica.Tell(new Fragment(1, 0, 1, "u", new byte[] { 0xFF, 0xFF }), _peer);

        Assert.Equal(before, (await _store.StatusAsync().WaitAsync(Patience)).Self);
    }

    [Fact]
    public async Task Who_asks_for_the_clock_gets_it_once_the_updates_are_on_disk()
    {
        var replica = await StartAsync();
        var dot = new Dot(Samples.B, 1);

        replica.Tell(Batch(Samples.B, FromB(1)) with { WantsClock = true }, _peer);

        var announcement = await _peer.ExpectMsgAsync<ClockAnnouncement>(Patience);
        Assert.True(announcement.Clock.Covers(dot));
        Assert.True(_disk.State.Clock.Covers(dot));
        Assert.Equal((Self, replica), (announcement.From, _peer.LastSender));
    }

    [Fact]
    public async Task The_clock_is_not_announced_before_the_commit()
    {
        var replica = await StartAsync();
        _disk.Hold();
        replica.Tell(Batch(Samples.B, FromB(1)) with { WantsClock = true }, _peer);
        await _disk.NextCommitAsync();
        replica.Tell(new SnapshotRequest(Samples.B, 1, null), _peer);

        // Had the clock been announced with the turn, it would be here before the answer to a later request.
        await _peer.ExpectMsgAsync<SnapshotChunk>(Patience);
        _disk.Release();
        await _peer.ExpectMsgAsync<ClockAnnouncement>(Patience);
    }

    [Fact]
    public async Task One_that_uses_the_replicas_own_name_is_not_listened_to()
    {
        var replica = await StartAsync();
        var self = Self;
        var impostor = new Incarnation(Samples.A.Replica, 0xBAD);

        replica.Tell(Batch(impostor, Samples.Update(new Dot(impostor, 1), VectorClock.Empty, Samples.Put("x", "bad"))), _peer);
        await PutAsync("y", "1").WaitAsync(Patience);

        Assert.Null(await ReadAsync("x"));
        Assert.Equal(self, Self);
        Assert.False(_disk.State.Clock.Covers(new Dot(impostor, 1)));
    }

    [Fact]
    public async Task What_waits_when_the_replica_stops_is_told_so()
    {
        var replica = await StartAsync(Options() with { Replica = new ReplicaOptions { ExpectedReplicas = 3 } });
        var onDisk = _store.WriteAsync(new WriteRequest([Samples.Put("x", "1")]) { Concern = WriteConcern.All });
        await AwaitDeliveredAsync(new Dot(Self, 1));
        _disk.Hold();
        var underWay = PutAsync("x", "2");
        await _disk.NextCommitAsync();
        await _disk.NextCommitAsync();
        var waiting = _store.ReadAsync(Samples.Key("x"), CausalContext.Of(new Dot(Samples.B, 1)));
        await _store.StatusAsync().WaitAsync(Patience);

        Sys.Stop(replica);

        Assert.Equal(
            new Dot(Self, 1), (await Assert.ThrowsAsync<WriteUncertainException>(() => onDisk.WaitAsync(Patience))).Dot);
        Assert.Null((await Assert.ThrowsAsync<WriteUncertainException>(() => underWay.WaitAsync(Patience))).Dot);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting.WaitAsync(Patience));
        Assert.False(_store.IsServing);
        _disk.Release();
    }

    [Fact]
    public async Task The_store_outlives_its_replica_and_serves_again_with_the_next()
    {
        var first = await StartAsync();
        await PutAsync("x", "1").WaitAsync(Patience);
        await first.GracefulStop(Patience);
        var write = PutAsync("x", "2");
        Assert.Equal("1", await ReadAsync("x"));
        Assert.False(write.IsCompleted);

        Start();

        Assert.Equal(1UL, (await write.WaitAsync(Patience)).Dot.Sequence);
        Assert.Equal("2", await ReadAsync("x"));
    }

    [Fact]
    public async Task A_held_link_keeps_updates_back_until_it_passes()
    {
        var replica = await StartAsync();
        var link = new Link(Samples.B.Replica, Samples.A.Replica, LinkMode.Hold, TimeSpan.Zero, 1);
        Assert.Equal(link, await _store.SetLinkAsync(link).WaitAsync(Patience));
        Assert.Equal([link], await _store.LinksAsync().WaitAsync(Patience));
        replica.Tell(Batch(Samples.B, FromB(1)), _peer);
        await PutAsync("y", "1").WaitAsync(Patience);
        Assert.Null(await ReadAsync("x"));

        await _store.SetLinkAsync(link with { Mode = LinkMode.Pass }).WaitAsync(Patience);

        await AwaitDeliveredAsync(new Dot(Samples.B, 1));
        Assert.Equal("1", await ReadAsync("x"));
        Assert.Empty(await _store.LinksAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_link_to_nobody_is_refused_by_name()
    {
        await StartAsync();

        var error = await Assert.ThrowsAsync<UnknownReplicaException>(() => _store.SetLinkAsync(
            new Link(Samples.C.Replica, Samples.A.Replica, LinkMode.Drop, TimeSpan.Zero, 1)).WaitAsync(Patience));

        Assert.Contains("'c'", error.Message, StringComparison.Ordinal);
    }

    protected override void AfterAll()
    {
        _disk.Release();
        base.AfterAll();
    }

    /// <summary>Ticks are rare here, so that nothing but the test moves the replica.</summary>
    private static KeyValueOptions Options() => TestStores.Options with { TickInterval = TimeSpan.FromHours(1) };

    private static UpdateBatch Batch(Incarnation from, params Update[] updates) =>
        new(from, VectorClock.Empty, [.. updates], WantsClock: false);

    private static Update FromB(ulong sequence) => Samples.Update(
        new Dot(Samples.B, sequence),
        sequence == 1 ? VectorClock.Empty : VectorClock.Of(new Dot(Samples.B, sequence - 1)),
        Samples.Put("x", $"{sequence}"));

    /// <summary>What a peer says that counts this replica.</summary>
    private ClockAnnouncement Word(Incarnation peer, VectorClock clock) => new(
        peer, clock, new Outlook(_disk.State.Set.With(Samples.MemberOf(peer)), true, VectorClock.Empty, Folds.None.Digest, []));

    private async Task<IActorRef> StartAsync(KeyValueOptions? options = null)
    {
        _store = TestStores.Over(_disk, options ?? Options(), _time);
        var replica = Start();
        await AwaitAttachedAsync(replica);
        await EventuallyAsync(() => Task.FromResult(_disk.State.Set.Count > 0));
        replica.Tell(Word(Samples.B, VectorClock.Empty), _peer);
        await EventuallyAsync(() => Task.FromResult(_disk.State.Set.Count > 1));
        return replica;
    }

    private IActorRef Start()
    {
        var store = _store;
        return Sys.ActorOf(Props.Create(() => new ReplicaActor(store)));
    }

    private Task AwaitAttachedAsync(IActorRef replica) =>
        EventuallyAsync(async () => replica.Equals(await _store.Handle.GetAsync()));

    /// <summary>Waits until the replica has carried out the turn that brought an update to disk.</summary>
    private Task AwaitDeliveredAsync(Dot dot) =>
        EventuallyAsync(async () => (await _store.StatusAsync()).Clock.Covers(dot));

    private Task EventuallyAsync(Func<Task<bool>> condition) =>
        AwaitConditionAsync(condition, Patience, TimeSpan.FromMilliseconds(20));

    private Task<WriteResult> PutAsync(string key, string value) => _store.WriteAsync(new WriteRequest([Samples.Put(key, value)]));

    private async Task<string?> ReadAsync(string key) =>
        Samples.Text((await _store.ReadAsync(Samples.Key(key), CausalContext.Empty)).Versions);
}
