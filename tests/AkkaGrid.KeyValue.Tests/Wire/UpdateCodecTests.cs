using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;
using CsCheck;

namespace AkkaGrid.KeyValue.Tests.Wire;

public sealed class UpdateCodecTests
{
    private static readonly Incarnation[] Eight =
        [.. Enumerable.Range(1, 8)
            .Select(i => new Incarnation(ReplicaId.Create($"replica-{i}"), ulong.MaxValue / (ulong)i))];

    [Fact]
    public void Between_eight_replicas_a_batch_carries_at_most_ten_bytes_of_clock_an_update()
    {
        const int Count = 64;
        var own = Eight[3];
        var counts = Eight.ToDictionary(one => one, _ => 1_000_000UL);
        var updates = ImmutableArray.CreateBuilder<Update>();
        for (var i = 0; i < Count; i++)
        {
            // Between two of its own writes, the replica delivers one of another.
            counts[Eight[i % 8]]++;
            counts[own] = (ulong)(2_000_000 + i);
            var dependencies = VectorClock.Of(counts.Select(entry => new Dot(entry.Key, entry.Value)));
            updates.Add(new Update(new Dot(own, counts[own] + 1), dependencies, new HybridTimestamp(1), []));
        }

        var batch = new UpdateBatch(own, updates[^1].Dependencies, updates.ToImmutable(), WantsClock: false);
        var bare = batch with
        {
            From = own,
            Clock = VectorClock.Empty,
            Updates = [.. updates.Select(update => new Update(
                update.Dot, VectorClock.Of(new Dot(own, update.Dot.Sequence - 1)), update.Timestamp, []))],
        };

        Assert.InRange((Size(batch) - Size(bare)) / (double)Count, 0, 10);
    }

    [Fact]
    public void Updates_that_follow_each_other_without_news_of_others_share_one_clock_and_those_after_news_do_not()
    {
        var others = VectorClock.Of(new Dot(Eight[1], 7));
        var updates = Enumerable.Range(1, 4).Select(i => new Update(
            new Dot(Eight[0], (ulong)i),
            i < 4 ? others : others.With(new Dot(Eight[1], 8)),
            new HybridTimestamp((ulong)i),
            []));

        var read = (UpdateBatch)ReplicationSerializer.Read(
            "u",
            ReplicaMessageCodec.Encode(new UpdateBatch(Eight[0], others, [.. updates], WantsClock: false)),
            new ClockBases());

        Assert.Equal(
            [(0UL, 7UL), (1, 7), (2, 7), (3, 8)],
            read.Updates.Select(update => (update.Dependencies[Eight[0]], update.Dependencies[Eight[1]])));
        Assert.Equal(
            2, read.Updates.Select(update => update.Causes).Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void Updates_of_several_origins_in_any_order_keep_their_dependencies() =>
        (from steps in Gen.Select(
            Gen.Int[0, 7], Gen.ULong[1, ulong.MaxValue], Gen.ULong[0, ulong.MaxValue].Array[8]).List[1, 20]
         select steps).Sample(steps =>
        {
            ImmutableArray<Update> updates =
            [
                .. steps.Select(step => new Update(
                    new Dot(Eight[step.Item1], step.Item2),
                    VectorClock.Over(Roster.Of(Eight), Counts(step.Item1, step.Item2, step.Item3)),
                    new HybridTimestamp(step.Item2),
                    [])),
            ];

            var read = (UpdateBatch)ReplicationSerializer.Read(
                "u",
                ReplicaMessageCodec.Encode(new UpdateBatch(Eight[0], VectorClock.Empty, updates, false)),
                new ClockBases());

            Assert.Equal(
                updates.Select(update => (update.Dot, update.Dependencies)),
                read.Updates.Select(update => (update.Dot, update.Dependencies)));
        });

    /// <summary>The counts of an update's dependencies: its own replica stands just before it.</summary>
    private static ulong[] Counts(int origin, ulong sequence, ulong[] others)
    {
        var sorted = Roster.Of(Eight);
        var counts = (ulong[])others.Clone();
        counts[sorted.IndexOf(Eight[origin])] = sequence - 1;
        return counts;
    }

    private static int Size(ReplicaMessage message) => ReplicaMessageCodec.Encode(message).Length;
}
