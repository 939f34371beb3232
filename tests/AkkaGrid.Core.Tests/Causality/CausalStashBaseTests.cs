using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.Tests.Causality;

public sealed class CausalStashBaseTests
{
    private static readonly Incarnation Ended = new(ReplicaId.Create("a"), 7);

    [Fact]
    public void A_count_outlasts_the_base_that_held_it()
    {
        var clock = VectorClock.Of(ClockBase.Of(new Dot(Ended, 3)), []);
        var stash = new CausalStash<int>(clock, StashLimits.Default);

        stash.Rebase(ClockBase.Empty);

        Assert.Equal(clock, stash.Delivered);
        Assert.Equal(StashOutcome.Duplicate, stash.Add(new Dot(Ended, 3), VectorClock.Empty, 0, 1));
    }
}
