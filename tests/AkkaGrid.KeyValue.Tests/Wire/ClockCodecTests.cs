using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Wire;
using CsCheck;

namespace AkkaGrid.KeyValue.Tests.Wire;

public sealed class ClockCodecTests
{
    private static readonly Incarnation[] Many =
        [.. Enumerable.Range(1, 24)
            .Select(i => new Incarnation(ReplicaId.Create($"replica-{i % 4}"), ulong.MaxValue / (ulong)i))];

    private static readonly Gen<Dot> Dots =
        Gen.Select(Gen.Int[0, Many.Length - 1], Gen.ULong).Select((place, sequence) =>
            new Dot(Many[place], Math.Clamp(sequence, 1, ulong.MaxValue - 1)));

    private static readonly Gen<(ClockBases Known, List<VectorClock> Clocks)> Clocks =
        from bases in Dots.Array[0, 12].List[1, 3]
        let known = bases.ConvertAll(entries => ClockBase.Of(entries))
        from clocks in Gen.Select(Gen.Int[0, known.Count - 1], Dots.Array[0, 8]).List[1, 6]
        select (Of(known), clocks.ConvertAll(clock => VectorClock.Of(known[clock.Item1], clock.Item2)));

    [Fact]
    public void Clocks_with_any_bases_and_heads_come_back_in_an_announcement() => Clocks.Sample((known, clocks) =>
    {
        var message = new ClockAnnouncement(Many[0], clocks[0], new MembershipView(ReplicaSet.Empty, clocks[^1]));

        var read = (ClockAnnouncement)Return(message, known);

        AssertSame(clocks[0], read.Clock);
        AssertSame(clocks[^1], read.View.Horizon);
    });

    [Fact]
    public void The_dependencies_of_updates_come_back_whatever_their_bases_are() => Clocks.Sample((known, clocks) =>
    {
        ImmutableArray<Update> updates =
        [
            .. clocks.Select((clock, i) => new Update(
                new Dot(Many[i % 2], clock[Many[i % 2]] + 1), clock, new HybridTimestamp((ulong)i), [])),
        ];

        var read = (UpdateBatch)Return(new UpdateBatch(Many[0], clocks[0], updates, false), known);

        Assert.Equal(updates.Select(update => (update.Dot, update.Dependencies)), read.Updates.Select(update =>
            (update.Dot, update.Dependencies)));
    });

    [Fact]
    public void The_dependencies_of_versions_come_back_whatever_their_bases_are() => Clocks.Sample((known, clocks) =>
    {
        var versions = VersionSet.Of(clocks.Select((clock, i) =>
            Samples.Version(new Dot(Many[i], 1), (ulong)i, "x", new Dot(Many[i + 8], 2)) with { Causes = clock }));
        var cut = new ReplicaCut(clocks[0], clocks[^1], default, default);
        var message = new SnapshotChunk(
            Many[0], Many[1], 1, cut, null, [KeyValuePair.Create(Samples.Key("x"), versions)], true);

        var read = (SnapshotChunk)Return(message, known);

        Assert.Equal(cut, read.Cut);
        Assert.Equal(versions, Assert.Single(read.Items).Value);
    });

    [Fact]
    public void A_message_with_a_base_that_is_not_known_tells_its_name_and_nothing_else()
    {
        foreach (var message in Samples.Golden.Keys.OfType<ReplicaMessage>())
        {
            var manifest = ReplicationSerializer.ManifestOf(message);
            var bytes = ReplicaMessageCodec.Encode(message);
            var hasBase = message is ClockAnnouncement or PullAnswer or SnapshotChunk;

            var error = Record.Exception(() => ReplicationSerializer.Read(manifest, bytes, new ClockBases()));

            Assert.Equal(
                hasBase, error is UnknownBasesException unknown && unknown.Names.SequenceEqual([Samples.Base.Name]));
            Assert.True(hasBase || error is null);
        }
    }

    [Fact]
    public void Updates_in_a_message_with_a_base_take_no_byte_more_than_without()
    {
        var plain = Batch(VectorClock.Of(new Dot(Samples.A, 1), new Dot(Samples.B, 300)), 1);
        var based = Batch(VectorClock.Of(Samples.Base, [new Dot(Samples.A, 1), new Dot(Samples.B, 300)]), 1);
        var (plainTwo, basedTwo) = (Batch(plain.Clock, 2), Batch(based.Clock, 2));

        Assert.Equal(
            ReplicaMessageCodec.Encode(plainTwo).Length - ReplicaMessageCodec.Encode(plain).Length,
            ReplicaMessageCodec.Encode(basedTwo).Length - ReplicaMessageCodec.Encode(based).Length);
        Assert.InRange(ReplicaMessageCodec.Encode(based).Length - ReplicaMessageCodec.Encode(plain).Length, 1, 12);

        static UpdateBatch Batch(VectorClock clock, int updates) => new(
            Samples.A,
            clock,
            [.. Enumerable.Range(2, updates).Select(i => Samples.Update(
                new Dot(Samples.A, (ulong)i), clock.With(new Dot(Samples.A, (ulong)i - 1)), Samples.Put("x", "1")))],
            WantsClock: false);
    }

    [Fact]
    public void Dependencies_that_do_not_cover_the_base_of_the_message_are_not_written_with_it()
    {
        var before = Samples.Update(
            new Dot(Samples.A, 2), VectorClock.Of(new Dot(Samples.A, 1), new Dot(Samples.C, 4)));
        var after = Samples.Update(new Dot(Samples.A, 3), VectorClock.Of(new Dot(Samples.A, 2), new Dot(Samples.C, 5)));

        var read = (UpdateBatch)Return(
            new UpdateBatch(Samples.A, VectorClock.Of(Samples.Base, []), [before, after], false), Samples.Bases);

        Assert.Equal([before.Dependencies, after.Dependencies], read.Updates.Select(update => update.Dependencies));
        Assert.Equal([true, false], read.Updates.Select(update => update.Dependencies.Base.IsEmpty));
    }

    private static ClockBases Of(IEnumerable<ClockBase> bases)
    {
        var known = new ClockBases();
        foreach (var clockBase in bases)
            known.Add(clockBase);
        return known;
    }

    private static object Return(ReplicaMessage message, ClockBases known) =>
        ReplicationSerializer.Read(
            ReplicationSerializer.ManifestOf(message), ReplicaMessageCodec.Encode(message), known);

    private static void AssertSame(VectorClock expected, VectorClock actual)
    {
        Assert.Equal(expected, actual);
        Assert.Equal(expected.Base.Name, actual.Base.Name);
    }
}
