using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Lab;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Storage;

namespace AkkaGrid.Core.Tests.KeyValue.Lab;

public sealed class LabLinksTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly LinkGate _gate = new(Samples.A.Replica, new Random(1));

    [Fact]
    public void What_is_delayed_gets_in_when_its_time_is_up_and_is_kept_back_until_then()
    {
        _gate.Set(new Link(Samples.B.Replica, Samples.A.Replica, LinkMode.Delay, Delay, 1));
        var links = Start();

        links.Admit(Batch(1), VectorClock.Empty, TimeSpan.Zero);
        links.Admit(Batch(2), VectorClock.Empty, Delay / 2);

        Assert.Equal(Delay, links.WakeAt);
        Assert.Empty(links.TakeDue(Delay / 2));
        Assert.Equal([1UL], links.TakeDue(Delay).Select(update => update.Dot.Sequence));
        Assert.Equal([2UL], links.TakeDue(2 * Delay).Select(update => update.Dot.Sequence));
        Assert.Null(links.WakeAt);
    }

    [Fact]
    public void What_is_held_when_a_replica_stops_is_held_before_the_next_one()
    {
        _gate.Set(new Link(Samples.B.Replica, Samples.A.Replica, LinkMode.Hold, TimeSpan.Zero, 1));
        Start().Admit(Batch(1, 2), VectorClock.Empty, TimeSpan.Zero);

        Assert.Equal(2, Assert.Single(Start().Incoming).Held);
    }

    private static UpdateBatch Batch(params ulong[] sequences) => new(
        Samples.B,
        VectorClock.Empty,
        [.. sequences.Select(sequence => Samples.Update(new Dot(Samples.B, sequence)))],
        WantsClock: false);

    private LabLinks Start() => new(_gate, Samples.A.Replica, new MemoryStorage(), shell: null!);
}
