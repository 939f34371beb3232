using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Actors;

namespace AkkaGrid.KeyValue.Tests.Actors;

public sealed class PushBufferTests
{
    private readonly StoppedTime _time = new();

    [Fact]
    public void An_idle_replica_sends_at_once()
    {
        var buffer = Buffer();

        Assert.Null(buffer.Add(Samples.B.Replica, Batch(1)));

        Assert.Equal(Samples.B.Replica, Assert.Single(buffer.Release(isBusy: false)).To);
        Assert.Empty(buffer.Release(isBusy: false));
    }

    [Fact]
    public void A_busy_replica_lets_turns_share_a_message()
    {
        var buffer = Buffer();
        buffer.Add(Samples.B.Replica, Batch(1, 2));
        Assert.Empty(buffer.Release(isBusy: true));
        buffer.Add(Samples.B.Replica, Batch(3));

        Assert.Equal([1UL, 2UL, 3UL], Sequences(Assert.Single(buffer.Release(isBusy: false))));
    }

    [Fact]
    public void What_has_waited_long_enough_leaves_a_busy_replica_too()
    {
        var buffer = Buffer();
        buffer.Add(Samples.B.Replica, Batch(1));
        _time.Elapse(TimeSpan.FromMilliseconds(2));

        Assert.Single(buffer.Release(isBusy: true));
    }

    [Fact]
    public void What_somebody_waits_for_is_not_held_back()
    {
        var buffer = Buffer();
        buffer.Add(Samples.B.Replica, Batch(1) with { WantsClock = true });

        Assert.Single(buffer.Release(isBusy: true));
    }

    [Fact]
    public void What_finds_no_room_lets_the_message_before_it_go()
    {
        var buffer = Buffer();
        buffer.Add(Samples.B.Replica, Batch(1, 2));

        var full = buffer.Add(Samples.B.Replica, Batch(3, 4));

        Assert.Equal([1UL, 2UL], Sequences(full!));
        Assert.Equal([3UL, 4UL], Sequences(Assert.Single(buffer.Release(isBusy: false))));
    }

    private static IEnumerable<ulong> Sequences(Send send) =>
        ((UpdateBatch)send.Message).Updates.Select(update => update.Dot.Sequence);

    private static UpdateBatch Batch(params IEnumerable<ulong> sequences) => new(
        Samples.A,
        VectorClock.Empty,
        [.. sequences.Select(sequence => new Update(new Dot(Samples.A, sequence), VectorClock.Empty, default, ImmutableArray<Mutation>.Empty))],
        WantsClock: false);

    private PushBuffer Buffer() => new(new ReplicaOptions { BatchUpdates = 3 }, _time);

    private sealed class StoppedTime : TimeProvider
    {
        private long _timestamp;

        public override long GetTimestamp() => _timestamp;

        public void Elapse(TimeSpan time) => _timestamp += (long)(time.TotalSeconds * TimestampFrequency);
    }
}
