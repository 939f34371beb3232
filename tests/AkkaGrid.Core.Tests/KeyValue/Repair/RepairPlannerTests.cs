using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Repair;

namespace AkkaGrid.Core.Tests.KeyValue.Repair;

public sealed class RepairPlannerTests
{
    [Fact]
    public void An_update_that_is_here_and_waits_for_its_cause_is_not_asked_for_and_the_cause_is()
    {
        var (cause, effect) = (new Dot(Samples.C, 1), new Dot(Samples.B, 1));
        var peer = new Peer(new Member(Samples.B, new HybridTimestamp(1))) { IsReachable = true };
        peer.Learn(VectorClock.Of(cause, effect));
        var planner = new RepairPlanner(Samples.A, new ReplicaOptions { RepairAfterTicks = 0 });

        var plan = planner.Plan(1, VectorClock.Empty, isWaiting: dot => dot == effect, [peer]);

        Assert.Equal([cause], plan!.Value.Request!.First.AsEnumerable());
    }

    [Theory]
    [InlineData(9UL, true)]
    [InlineData(4UL, false)]
    public void Behind_a_good_answer_what_was_missing_before_is_due_at_once_and_what_is_new_may_be_on_its_way(
        ulong known, bool isDue)
    {
        var peer = new Peer(new Member(Samples.B, new HybridTimestamp(1))) { IsReachable = true };
        peer.Learn(VectorClock.Of(new Dot(Samples.B, known)));
        var planner = new RepairPlanner(Samples.A, new ReplicaOptions { RepairAfterTicks = 1 });
        Assert.Null(Plan(planner, 1, delivered: 0, peer));
        var pull = Plan(planner, 2, delivered: 0, peer);

        peer.Learn(VectorClock.Of(new Dot(Samples.B, 20)));
        planner.Answered(
            new PullAnswer(Samples.B, Samples.A, peer.Known, pull!.PullId, [], [], IsLast: true), brought: true, 2);

        Assert.Equal(isDue ? new Dot(Samples.B, 5) : null, Plan(planner, 2, delivered: 4, peer)?.First.Single());
        Assert.NotNull(isDue ? pull : Plan(planner, 3, delivered: 4, peer));
    }

    [Fact]
    public void What_an_answer_had_no_room_for_is_due_at_once()
    {
        var peer = new Peer(new Member(Samples.B, new HybridTimestamp(1))) { IsReachable = true };
        peer.Learn(VectorClock.Of(new Dot(Samples.B, 9), new Dot(Samples.C, 9)));
        var planner = new RepairPlanner(Samples.A, new ReplicaOptions { RepairAfterTicks = 1 });
        Plan(planner, 1, delivered: 0, peer);
        var pull = Plan(planner, 2, delivered: 0, peer);

        planner.Answered(
            new PullAnswer(Samples.B, Samples.A, peer.Known, pull!.PullId, [], [], IsLast: true), brought: true, 2);

        Assert.Equal(
            [new Dot(Samples.B, 5), new Dot(Samples.C, 1)], Plan(planner, 2, delivered: 4, peer)!.First.AsEnumerable());
    }

    private static PullRequest? Plan(RepairPlanner planner, long tick, ulong delivered, Peer peer) =>
        planner.Plan(tick, VectorClock.Of(new Dot(Samples.B, delivered)), isWaiting: _ => false, [peer])?.Request;
}
