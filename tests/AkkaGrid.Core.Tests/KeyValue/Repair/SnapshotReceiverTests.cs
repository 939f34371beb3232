using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;

namespace AkkaGrid.Core.Tests.KeyValue.Repair;

public sealed class SnapshotReceiverTests
{
    private static readonly Incarnation Self = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation Source = new(ReplicaId.Create("b"), 2);
    private static readonly ReplicaCut Cut = CutAt(9);

    private readonly SnapshotReceiver _receiver = new(Self, new ReplicaOptions { RepairTimeoutTicks = 8 });

    [Fact]
    public void Chunks_are_asked_for_one_behind_the_other_and_the_last_makes_the_snapshot_whole()
    {
        var request = Begin();
        Assert.Equal((Self, Source, null), (request.From, request.To, request.After));

        var first = _receiver.Receive(Chunk(request, "k1", "k2"), tick: 1)!;
        Assert.True(first.DropsStaged);
        Assert.Null(first.Whole);
        var next = Assert.IsType<SnapshotRequest>(first.Next!.Message);
        Assert.Equal(new SnapshotPosition(Name("k2"), 1), next.After);

        var last = _receiver.Receive(Chunk(next, "k3") with { IsLast = true }, tick: 2)!;
        Assert.False(last.DropsStaged);
        Assert.Null(last.Next);
        Assert.Equal(Cut, last.Whole!.Cut);
        Assert.False(_receiver.IsActive);
    }

    [Fact]
    public void Versions_of_a_key_that_goes_on_in_the_next_chunk_add_up()
    {
        var first = Next(Begin(), "k1", "large");
        var second = Next(first, "large");

        Assert.Equal(new SnapshotPosition(Name("large"), 1), first.After);
        Assert.Equal(new SnapshotPosition(Name("large"), 2), second.After);
    }

    [Fact]
    public void What_comes_twice_or_is_of_another_snapshot_or_replica_is_ignored()
    {
        var request = Begin();
        var chunk = Chunk(request, "k1");
        Assert.Null(_receiver.Receive(chunk with { SnapshotId = request.SnapshotId + 1 }, tick: 1));
        Assert.Null(_receiver.Receive(chunk with { From = Source with { Nonce = 77 } }, tick: 1));
        Assert.Null(_receiver.Receive(chunk with { After = new SnapshotPosition(Name("k0"), 1) }, tick: 1));
        Assert.Null(_receiver.Receive(chunk with { Items = [] }, tick: 1));
        Assert.NotNull(_receiver.Receive(chunk, tick: 1));

        Assert.Null(_receiver.Receive(chunk, tick: 1));
    }

    [Fact]
    public void A_chunk_of_another_cut_ends_the_snapshot()
    {
        var next = Next(Begin(), "k1");

        Assert.Null(_receiver.Receive(Chunk(next, "k2") with { Cut = CutAt(10) }, tick: 2));

        Assert.False(_receiver.IsActive);
    }

    [Fact]
    public void An_empty_snapshot_is_whole_at_once() =>
        Assert.NotNull(_receiver.Receive(Chunk(Begin()) with { IsLast = true }, tick: 1)!.Whole);

    [Fact]
    public void A_chunk_that_stays_out_is_asked_for_again_and_then_given_up()
    {
        var next = Next(Begin(), "k1");

        Assert.Null(_receiver.Tick(2));
        Assert.Equal(next, _receiver.Tick(3)!.Message);
        Assert.Null(_receiver.Tick(4));
        Assert.Equal(next, _receiver.Tick(5)!.Message);
        Assert.Null(_receiver.Tick(9));
        Assert.False(_receiver.IsActive);
    }

    [Fact]
    public void It_is_given_up_when_its_source_is_no_member_any_more()
    {
        Begin();
        _receiver.AbandonUnless(member => member == Source);
        Assert.True(_receiver.IsActive);

        _receiver.AbandonUnless(member => member == Source with { Nonce = 77 });

        Assert.False(_receiver.IsActive);
        Assert.Null(_receiver.Tick(3));
    }

    [Fact]
    public void It_is_given_up_when_its_source_has_closed_it_and_not_when_another_was_closed()
    {
        var request = Begin();
        _receiver.Expired(new SnapshotExpired(Source, Self, request.SnapshotId + 1));
        _receiver.Expired(new SnapshotExpired(Source with { Nonce = 77 }, Self, request.SnapshotId));
        Assert.True(_receiver.IsActive);

        _receiver.Expired(new SnapshotExpired(Source, Self, request.SnapshotId));

        Assert.False(_receiver.IsActive);
        Assert.NotEqual(request.SnapshotId, Begin().SnapshotId);
    }

    private static ReplicaCut CutAt(ulong sequence) =>
        new(VectorClock.Of(new Dot(Source, sequence)), VectorClock.Empty, new HybridTimestamp(5), default);

    private static Key Name(string key) => Key.Create(Keyspace.User, key);

    private static SnapshotChunk Chunk(SnapshotRequest request, params string[] keys) => new(
        Source,
        Self,
        request.SnapshotId,
        Cut,
        request.After,
        [.. keys.Select(key => KeyValuePair.Create(
            Name(key), VersionSet.Of(new KeyVersion(new Dot(Source, 1), new HybridTimestamp(1), null))))],
        IsLast: false);

    private SnapshotRequest Begin() => Assert.IsType<SnapshotRequest>(_receiver.Begin(Source, tick: 1).Message);

    private SnapshotRequest Next(SnapshotRequest request, params string[] keys) =>
        Assert.IsType<SnapshotRequest>(_receiver.Receive(Chunk(request, keys), tick: 1)!.Next!.Message);
}
