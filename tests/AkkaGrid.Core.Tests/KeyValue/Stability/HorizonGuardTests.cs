using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Stability;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class HorizonGuardTests
{
    private static readonly Incarnation A = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation B = new(ReplicaId.Create("b"), 2);

    [Fact]
    public void An_update_that_knows_the_horizon_speaks_for_those_after_it_and_for_none_before()
    {
        var guard = new HorizonGuard(VectorClock.Of(new Dot(A, 3)));

        Assert.True(guard.Accepts(new Dot(B, 5), VectorClock.Of(new Dot(A, 3))));

        Assert.True(guard.Accepts(new Dot(B, 6), VectorClock.Of(new Dot(A, 3))));
        Assert.False(guard.Accepts(new Dot(B, 4), VectorClock.Of(new Dot(A, 2))));
    }
}
