using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
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
}
