using System.Collections.Immutable;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Merging;
using AkkaGrid.Core.KeyValue.Messages;

namespace AkkaGrid.Core.Tests.KeyValue.Lab;

public sealed class LinkGateTests
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    private readonly LinkGate _gate = new(Samples.A.Replica, new Random(1));

    [Fact]
    public void Without_links_everything_passes_as_it_is()
    {
        var batch = Batch(Samples.B, From(Samples.B, 1));

        var (message, late) = _gate.Admit(batch, VectorClock.Empty);

        Assert.Same(batch, message);
        Assert.Empty(late);
    }

    [Fact]
    public void What_is_held_is_released_once_in_order_when_the_link_passes_again()
    {
        _gate.Set(Link(LinkMode.Hold));
        Assert.Empty(Admitted(Batch(Samples.B, From(Samples.B, 1), From(Samples.B, 2))));
        Assert.Empty(Admitted(Batch(Samples.B, From(Samples.B, 2), From(Samples.B, 3))));

        var released = _gate.Set(Link(LinkMode.Pass));

        Assert.Equal([1, 2, 3], released.Select(update => update.Dot.Sequence));
        Assert.Empty(_gate.Set(Link(LinkMode.Pass)));
        Assert.Empty(_gate.Links);
        Assert.Single(Admitted(Batch(Samples.B, From(Samples.B, 4))));
    }

    [Fact]
    public void What_is_held_comes_out_whoever_brought_it()
    {
        _gate.Set(Link(LinkMode.Hold));
        Admitted(Batch(Samples.B, From(Samples.B, 1)));
        Admitted(new PullAnswer(Samples.C, Samples.A, VectorClock.Empty, 1, [From(Samples.B, 2)], [], IsLast: true));

        Assert.Equal([1UL, 2UL], _gate.Set(Link(LinkMode.Pass)).Select(update => update.Dot.Sequence));
    }

    [Fact]
    public void Updates_are_held_by_whatever_path_they_come_and_the_rest_of_the_message_passes()
    {
        _gate.Set(Link(LinkMode.Hold));
        var answer = new PullAnswer(
            Samples.C,
            Samples.A,
            VectorClock.Of(new Dot(Samples.B, 1)),
            7,
            [From(Samples.B, 1), From(Samples.C, 1)],
            [Samples.B],
            IsLast: true);

        var (message, late) = _gate.Admit(answer, VectorClock.Empty);

        Assert.Empty(late);
        var admitted = Assert.IsType<PullAnswer>(message);
        Assert.Equal([Samples.C], admitted.Updates.Select(update => update.Dot.Origin));
        Assert.Equal(answer with { Updates = admitted.Updates }, admitted);
    }

    [Fact]
    public void Other_origins_and_other_links_pass()
    {
        _gate.Set(Link(LinkMode.Hold));
        _gate.Set(new Link(Samples.C.Replica, Samples.B.Replica, LinkMode.Drop, TimeSpan.Zero, 1));

        Assert.Single(Admitted(Batch(Samples.C, From(Samples.C, 1))));
        Assert.Equal(2, _gate.Links.Count);
    }

    [Fact]
    public void What_is_dropped_never_comes()
    {
        _gate.Set(Link(LinkMode.Drop));

        Assert.Empty(Admitted(Batch(Samples.B, From(Samples.B, 1))));
        Assert.Empty(_gate.Set(Link(LinkMode.Pass)));
    }

    [Fact]
    public void What_is_delayed_comes_late_and_the_rest_at_once()
    {
        _gate.Set(Link(LinkMode.Delay));

        var (message, late) = _gate.Admit(Batch(Samples.B, From(Samples.B, 1), From(Samples.C, 1)), VectorClock.Empty);

        Assert.Equal(Samples.C, Assert.Single(((UpdateBatch)message!).Updates).Dot.Origin);
        Assert.Equal([(Samples.B, Late)], late.Select(one => (one.Update.Dot.Origin, one.Delay)));
    }

    [Fact]
    public void What_is_duplicated_comes_twice()
    {
        _gate.Set(Link(LinkMode.Duplicate));

        Assert.Equal(
            [1, 1, 2, 2],
            Admitted(Batch(Samples.B, From(Samples.B, 1), From(Samples.B, 2))).Select(update => update.Dot.Sequence));
    }

    [Theory]
    [InlineData(LinkMode.Drop, 750)]
    [InlineData(LinkMode.Delay, 750)]
    [InlineData(LinkMode.Duplicate, 1_250)]
    public void It_happens_to_the_share_of_updates_that_the_rate_says(LinkMode mode, int atOnce)
    {
        _gate.Set(Link(mode, rate: 0.25));

        var batch = Batch(Samples.B, [.. Enumerable.Range(1, 1_000).Select(i => From(Samples.B, (ulong)i))]);

        Assert.InRange(Admitted(batch).Length, atOnce - 60, atOnce + 60);
    }

    [Theory]
    [InlineData(LinkMode.Hold, false)]
    [InlineData(LinkMode.Drop, false)]
    [InlineData(LinkMode.Delay, true)]
    [InlineData(LinkMode.Duplicate, true)]
    public void A_snapshot_that_would_bring_what_the_link_keeps_back_is_refused(LinkMode mode, bool passes)
    {
        _gate.Set(Link(mode));
        var chunk = new SnapshotChunk(
            Samples.C,
            Samples.A,
            1,
            new ReplicaCut(
                VectorClock.Of(new Dot(Samples.B, 3), new Dot(Samples.C, 1)), VectorClock.Empty, default, default),
            null,
            [],
            IsLast: true);

        Assert.Equal(passes, _gate.Admit(chunk, VectorClock.Of(new Dot(Samples.B, 2))).Message is not null);
        Assert.Same(chunk, _gate.Admit(chunk, VectorClock.Of(new Dot(Samples.B, 3))).Message);
    }

    [Fact]
    public void A_link_that_ends_elsewhere_keeps_no_snapshot_out()
    {
        _gate.Set(new Link(Samples.B.Replica, Samples.C.Replica, LinkMode.Hold, TimeSpan.Zero, 1));
        var chunk = new SnapshotChunk(
            Samples.C,
            Samples.A,
            1,
            new ReplicaCut(VectorClock.Of(new Dot(Samples.B, 3)), VectorClock.Empty, default, default),
            null,
            [],
            IsLast: true);

        Assert.Same(chunk, _gate.Admit(chunk, VectorClock.Empty).Message);
    }

    private static Link Link(LinkMode mode, double rate = 1) =>
        new(Samples.B.Replica, Samples.A.Replica, mode, Late, rate);

    private static Update From(Incarnation origin, ulong sequence) => Samples.Update(new Dot(origin, sequence));

    private static UpdateBatch Batch(Incarnation from, params Update[] updates) =>
        new(from, VectorClock.Empty, [.. updates], WantsClock: false);

    private ImmutableArray<Update> Admitted(ReplicaMessage message) =>
        _gate.Admit(message, VectorClock.Empty).Message switch
        {
            UpdateBatch batch => batch.Updates,
            PullAnswer answer => answer.Updates,
            var other => throw new InvalidOperationException($"{other} brings no updates"),
        };
}
