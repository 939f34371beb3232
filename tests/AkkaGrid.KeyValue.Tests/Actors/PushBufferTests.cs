using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Actors;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class PushBufferTests
{
    private readonly FakeTimeProvider _time = new();
    private int _woken;

    [Fact]
    public void What_comes_after_a_pause_leaves_at_once()
    {
        using var buffer = Buffer();

        Assert.Null(buffer.Add(Samples.B.Replica, Batch(1)));

        Assert.Equal(Samples.B.Replica, Assert.Single(buffer.Release()).To);
        Assert.Empty(buffer.Release());
        _time.Advance(PushBuffer.Pause);
        buffer.Add(Samples.B.Replica, Batch(2));
        Assert.Single(buffer.Release());
    }

    [Fact]
    public void Turns_that_follow_each_other_share_a_message()
    {
        using var buffer = Buffer();
        SendFirst(buffer);
        buffer.Add(Samples.B.Replica, Batch(1, 2));
        Assert.Empty(buffer.Release());
        buffer.Add(Samples.B.Replica, Batch(3));
        Assert.Empty(buffer.Release());

        _time.Advance(PushBuffer.Pause);

        Assert.Equal([1UL, 2UL, 3UL], Sequences(Assert.Single(buffer.Release())));
    }

    [Fact]
    public void It_wakes_for_what_it_holds_back_though_nothing_follows()
    {
        using var buffer = Buffer();
        SendFirst(buffer);
        buffer.Add(Samples.B.Replica, Batch(1));
        Assert.Empty(buffer.Release());

        _time.Advance(PushBuffer.Pause);

        Assert.Equal(1, _woken);
        Assert.Single(buffer.Awake());
        buffer.Add(Samples.B.Replica, Batch(2));
        Assert.Empty(buffer.Release());
        _time.Advance(PushBuffer.Pause);
        Assert.Equal(2, _woken);
    }

    [Fact]
    public void What_somebody_waits_for_is_not_held_back()
    {
        using var buffer = Buffer();
        SendFirst(buffer);
        buffer.Add(Samples.B.Replica, Batch(1) with { WantsClock = true });

        Assert.Single(buffer.Release());
    }

    [Fact]
    public void What_finds_no_room_lets_the_message_before_it_go()
    {
        using var buffer = Buffer();
        buffer.Add(Samples.B.Replica, Batch(1, 2));

        var full = buffer.Add(Samples.B.Replica, Batch(3, 4));

        Assert.Equal([1UL, 2UL], Sequences(full!));
        Assert.Equal([3UL, 4UL], Sequences(Assert.Single(buffer.Release())));
    }

    [Fact]
    public void At_the_end_nothing_is_held_back()
    {
        using var buffer = Buffer();
        SendFirst(buffer);
        buffer.Add(Samples.B.Replica, Batch(1));
        Assert.Empty(buffer.Release());

        Assert.Equal([1UL], Sequences(Assert.Single(buffer.ReleaseAll())));
        Assert.Empty(buffer.ReleaseAll());
    }

    private static void SendFirst(PushBuffer buffer)
    {
        buffer.Add(Samples.B.Replica, Batch(100));
        buffer.Release();
    }

    private static IEnumerable<ulong> Sequences(Send send) =>
        ((UpdateBatch)send.Message).Updates.Select(update => update.Dot.Sequence);

    private static UpdateBatch Batch(params IEnumerable<ulong> sequences) => new(
        Samples.A,
        VectorClock.Empty,
        [.. sequences.Select(sequence => new Update(new Dot(Samples.A, sequence), VectorClock.Empty, default, ImmutableArray<Mutation>.Empty))],
        WantsClock: false);

    private PushBuffer Buffer() => new(new ReplicaOptions { BatchUpdates = 3 }, _time, () => _woken++);
}
