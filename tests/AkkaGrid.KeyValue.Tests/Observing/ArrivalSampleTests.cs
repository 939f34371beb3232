using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Observing;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.KeyValue.Tests.Observing;

public sealed class ArrivalSampleTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ArrivalSample _sample;

    public ArrivalSampleTests() => _sample = new ArrivalSample(_time);

    [Fact]
    public void What_came_is_told_with_its_sender_its_key_and_what_became_of_it()
    {
        Note(Batch(1, 2), admitted: Batch(1));

        var (arrivals, leftOut) = _sample.Take(_ => true);

        Assert.Equal(
            [
                new Arrival(Dot(1), Samples.C.Replica, ArrivalOutcome.Delivered, "x", 1),
                new Arrival(Dot(2), Samples.C.Replica, ArrivalOutcome.KeptAway, "x", 1),
            ],
            arrivals.AsEnumerable());
        Assert.Equal(0, leftOut);
        Assert.Empty(_sample.Take(_ => true).Arrivals);
    }

    [Fact]
    public void What_is_on_its_way_to_the_disk_is_told_later_once_or_not_at_all()
    {
        Note(Batch(1));
        Assert.Empty(_sample.Take(_ => null).Arrivals);

        Assert.Equal(ArrivalOutcome.Waiting, Assert.Single(_sample.Take(_ => false).Arrivals).Outcome);
        Assert.Empty(_sample.Take(_ => false).Arrivals);

        Note(Batch(2));
        for (var i = 0; i < 20; i++)
            Assert.Empty(_sample.Take(_ => null).Arrivals);
        Assert.Empty(_sample.Take(_ => true).Arrivals);
    }

    [Fact]
    public void Of_a_flood_some_are_told_and_the_rest_is_counted()
    {
        Note(Batch([.. Enumerable.Range(1, 1_000).Select(i => (ulong)i)]));

        var (arrivals, leftOut) = _sample.Take(_ => true);

        Assert.Equal(ArrivalSample.MaxNoted, arrivals.Length);
        Assert.Equal(1_000 - ArrivalSample.MaxNoted, leftOut);
        Assert.Equal(0, _sample.Take(_ => true).LeftOut);
    }

    [Fact]
    public void What_is_kept_away_again_is_told_once_and_told_again_when_it_is_let_in()
    {
        Note(Batch(1), admitted: null);
        Note(Batch(1), admitted: null);
        Assert.Single(_sample.Take(_ => true).Arrivals);

        _sample.NoteLate([Update(1)]);

        Assert.Equal(
            new Arrival(Dot(1), Samples.B.Replica, ArrivalOutcome.Delivered, "x", 1),
            Assert.Single(_sample.Take(_ => true).Arrivals));
    }

    [Fact]
    public void What_was_here_before_is_not_told()
    {
        var batch = Batch(1, 2);
        _sample.Note(batch, batch, dot => dot.Sequence == 1);

        Assert.Equal(2UL, Assert.Single(_sample.Take(_ => true).Arrivals).Dot.Sequence);
    }

    [Fact]
    public void It_is_open_while_somebody_asks()
    {
        Assert.False(_sample.IsOpen);
        _sample.Take(_ => true);
        _time.Advance(TimeSpan.FromSeconds(1));
        _sample.CloseUnlessAsked();
        Assert.True(_sample.IsOpen);

        Note(Batch(1));
        _time.Advance(TimeSpan.FromSeconds(6));
        _sample.CloseUnlessAsked();

        Assert.False(_sample.IsOpen);
        Assert.Empty(_sample.Take(_ => true).Arrivals);
    }

    private static Dot Dot(ulong sequence) => new(Samples.B, sequence);

    private static Update Update(ulong sequence) =>
        Samples.Update(Dot(sequence), VectorClock.Empty, Samples.Put("x", "1"));

    private static UpdateBatch Batch(params ulong[] sequences) =>
        new(Samples.C, VectorClock.Empty, [.. sequences.Select(Update)], WantsClock: false);

    private void Note(UpdateBatch batch) => Note(batch, batch);

    private void Note(UpdateBatch batch, ReplicaMessage? admitted) => _sample.Note(batch, admitted, static _ => false);
}
