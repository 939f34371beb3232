using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Explaining;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Testing.Simulation;

namespace AkkaGrid.Core.Tests.KeyValue.Explaining;

public sealed class ExplainerTests
{
    private readonly VirtualNetwork _network = new(seed: 1, new ReplicaOptions { ExpectedReplicas = 3 }, "a", "b", "c");

    [Fact]
    public void An_effect_waits_for_its_cause_which_the_others_hold()
    {
        _network.Cut("a", "c");
        _network.Cut("b", "a");
        _network["a"].Put("w", "earlier", _network.Now);
        var cause = _network["a"].Put("x", "cause", _network.Now);
        var first = new Dot(cause.Origin, 1);
        _network["b"].Receive(
            new UpdateBatch(_network["a"].Self, VectorClock.Empty, [.. _network["a"].History], WantsClock: false));
        _network["b"].Put("y", "effect", _network.Now);
        var effect = _network["b"].Put("z", "later effect", _network.Now);
        _network.Drain();

        var explanation = _network["c"].Core.Explain(effect);

        Assert.Equal(UpdateStatus.Waiting, explanation.Status);
        Assert.Equal([new Dot(effect.Origin, 1), first], explanation.Causes.ToArray());
        Assert.Equal(first, explanation.Missing);
        Assert.Equal(ReplicaId.Create("b"), Assert.Single(explanation.HeldBy).Name);
        Assert.Null(explanation.LastPull);
        Assert.Equal(UpdateStatus.Elsewhere, _network["c"].Core.Explain(cause).Status);
        Assert.Equal(UpdateStatus.Delivered, _network["b"].Core.Explain(effect).Status);
    }

    [Fact]
    public void Once_the_cause_was_pulled_all_is_delivered_and_what_was_replaced_says_so()
    {
        _network.Cut("a", "c");
        var cause = _network["a"].Write(WriteConcern.Local, _network.Now, ("x", "1"), ("y", "1"));
        _network.Drain();
        var effect = _network["b"].Put("x", "2", _network.Now);
        _network.Run(10);

        var replica = _network["c"];
        Assert.Equal(UpdateStatus.Delivered, replica.Core.Explain(effect).Status);
        Assert.Equal(
            [ChangeOutcome.Superseded, ChangeOutcome.Winner],
            ChangeOutcomes.Of(replica.Disk.ReadLog(cause.Origin, 1).First(), replica.Disk)
                .Select(item => item.Outcome));
        Assert.Equal(
            [ChangeOutcome.Winner],
            ChangeOutcomes.Of(replica.Disk.ReadLog(effect.Origin, 1).First(), replica.Disk)
                .Select(item => item.Outcome));
    }

    [Fact]
    public void What_is_lost_on_the_way_is_elsewhere_with_the_last_pull_for_it()
    {
        _network.Cut("a", "c");
        var dot = _network["a"].Put("x", "1", _network.Now);
        _network.Drain();
        _network.Cut("c", "b");
        _network.Run(3);

        var explanation = _network["c"].Core.Explain(dot);

        Assert.Equal(UpdateStatus.Elsewhere, explanation.Status);
        Assert.Equal(dot, explanation.Missing);
        Assert.Equal(new Holder(ReplicaId.Create("b"), true), Assert.Single(explanation.HeldBy));
        Assert.Equal((ReplicaId.Create("b"), true), (explanation.LastPull!.Peer, explanation.LastPull.IsOpen));
    }

    [Fact]
    public void What_a_member_has_not_written_yet_is_unknown()
    {
        var dot = _network["a"].Put("x", "1", _network.Now);
        _network.Run(3);

        Assert.Equal(UpdateStatus.Unknown, _network["c"].Core.Explain(dot with { Sequence = 2 }).Status);
    }

    [Fact]
    public void What_an_ended_start_is_said_to_have_written_and_no_member_has_is_lost_where_none_is_away()
    {
        var nobody = new Dot(new Incarnation(ReplicaId.Create("z"), 9), 1);
        _network.Run(3);
        Assert.Equal(UpdateStatus.Lost, _network["c"].Core.Explain(nobody).Status);

        _network.Cut("b", "c");
        _network.Run(1);
        Assert.Equal(UpdateStatus.Unknown, _network["c"].Core.Explain(nobody).Status);
    }
}
