using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Driving;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue.Driving;

public sealed class PushBufferTests
{
    private TimeSpan _uptime = TimeSpan.FromHours(1);

    [Fact]
    public void What_comes_after_a_pause_leaves_at_once()
    {
        var buffer = Buffer();

        Assert.Null(buffer.Add(Samples.B.Replica, Batch(1)));

        Assert.Equal(Samples.B.Replica, Assert.Single(buffer.Release(_uptime)).To);
        Assert.Empty(buffer.Release(_uptime));
        _uptime += PushBuffer.Pause;
        buffer.Add(Samples.B.Replica, Batch(2));
        Assert.Single(buffer.Release(_uptime));
    }

    [Fact]
    public void Turns_that_follow_each_other_share_a_message()
    {
        var buffer = Buffer();
        SendFirst(buffer);
        buffer.Add(Samples.B.Replica, Batch(1, 2));
        Assert.Empty(buffer.Release(_uptime));
        buffer.Add(Samples.B.Replica, Batch(3));
        Assert.Empty(buffer.Release(_uptime));

        _uptime += PushBuffer.Pause;

        Assert.Equal([1UL, 2UL, 3UL], Sequences(Assert.Single(buffer.Release(_uptime))));
    }

    [Fact]
    public void It_wants_to_be_woken_for_what_it_holds_back_and_for_nothing_else()
    {
        var buffer = Buffer();
        Assert.Null(buffer.WakeAt);
        SendFirst(buffer);
        Assert.Null(buffer.WakeAt);
        buffer.Add(Samples.B.Replica, Batch(1));

        Assert.Equal(_uptime + PushBuffer.Pause, buffer.WakeAt);
        _uptime += PushBuffer.Pause;
        Assert.Single(buffer.Release(_uptime));
        Assert.Null(buffer.WakeAt);
    }

    [Fact]
    public void What_somebody_waits_for_is_not_held_back()
    {
        var buffer = Buffer();
        SendFirst(buffer);
        buffer.Add(Samples.B.Replica, Batch(1) with { WantsClock = true });

        Assert.Single(buffer.Release(_uptime));
    }

    [Fact]
    public void A_message_asks_for_the_clock_of_the_peer_though_later_updates_in_it_do_not()
    {
        var buffer = Buffer();
        buffer.Add(Samples.B.Replica, Batch(1) with { WantsClock = true });
        buffer.Add(Samples.B.Replica, Batch(2));

        var message = Assert.IsType<UpdateBatch>(Assert.Single(buffer.Release(_uptime)).Message);

        Assert.Equal((2, true), (message.Updates.Length, message.WantsClock));
    }

    [Fact]
    public void What_finds_no_room_lets_the_message_before_it_go()
    {
        var buffer = Buffer();
        buffer.Add(Samples.B.Replica, Batch(1, 2));

        var full = buffer.Add(Samples.B.Replica, Batch(3, 4));

        Assert.Equal([1UL, 2UL], Sequences(full!));
        Assert.Equal([3UL, 4UL], Sequences(Assert.Single(buffer.Release(_uptime))));
    }

    [Fact]
    public void At_the_end_nothing_is_held_back()
    {
        var buffer = Buffer();
        SendFirst(buffer);
        buffer.Add(Samples.B.Replica, Batch(1));
        Assert.Empty(buffer.Release(_uptime));

        Assert.Equal([1UL], Sequences(Assert.Single(buffer.ReleaseAll())));
        Assert.Empty(buffer.ReleaseAll());
    }

    private void SendFirst(PushBuffer buffer)
    {
        buffer.Add(Samples.B.Replica, Batch(100));
        buffer.Release(_uptime);
    }

    private static IEnumerable<ulong> Sequences(Send send) =>
        ((UpdateBatch)send.Message).Updates.Select(update => update.Dot.Sequence);

    private static UpdateBatch Batch(params IEnumerable<ulong> sequences) => new(
        Samples.A,
        VectorClock.Empty,
        [.. sequences.Select(sequence =>
            new Update(new Dot(Samples.A, sequence), VectorClock.Empty, default, ImmutableArray<Mutation>.Empty))],
        WantsClock: false);

    private static PushBuffer Buffer() => new(new ReplicaOptions { BatchUpdates = 3 });
}
