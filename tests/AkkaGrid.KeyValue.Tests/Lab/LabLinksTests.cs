using Akka.Actor;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.KeyValue.Lab;

namespace AkkaGrid.KeyValue.Tests.Lab;

public sealed class LabLinksTests
{
    private readonly LinkGate _gate = new(Samples.A.Replica, new Random(1));
    private readonly List<LabLinks.Late> _late = [];

    [Fact]
    public void What_is_delayed_is_kept_back_until_the_last_of_it_is_there()
    {
        _gate.Set(new Link(Samples.B.Replica, Samples.A.Replica, LinkMode.Delay, TimeSpan.FromSeconds(1), 1));
        var links = Start();

        links.Admit(Batch(1, 2), VectorClock.Empty);
        links.Arrived(_late[0]);
        Assert.Equal([Samples.B], links.KeptBack);
        links.Arrived(_late[1]);

        Assert.Empty(links.KeptBack);
    }

    [Fact]
    public void What_was_delayed_when_a_replica_stopped_does_not_hold_up_the_next_one()
    {
        _gate.Set(new Link(Samples.B.Replica, Samples.A.Replica, LinkMode.Delay, TimeSpan.FromSeconds(1), 1));
        Start().Admit(Batch(1), VectorClock.Empty);

        Assert.Empty(Start().KeptBack);
    }

    [Fact]
    public void What_is_held_when_a_replica_stops_is_held_before_the_next_one()
    {
        _gate.Set(new Link(Samples.B.Replica, Samples.A.Replica, LinkMode.Hold, TimeSpan.Zero, 1));
        Start().Admit(Batch(1, 2), VectorClock.Empty);

        Assert.Equal([Samples.B], Start().KeptBack);
    }

    private static UpdateBatch Batch(params ulong[] sequences) => new(
        Samples.B,
        VectorClock.Empty,
        [.. sequences.Select(sequence => Samples.Update(new Dot(Samples.B, sequence), VectorClock.Empty))],
        WantsClock: false);

    private LabLinks Start() => new(
        _gate, Samples.A.Replica, peers: null!, ActorRefs.Nobody, (late, _) => _late.Add(late));
}
