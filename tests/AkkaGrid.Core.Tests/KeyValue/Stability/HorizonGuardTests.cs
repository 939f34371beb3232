using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Stability;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class HorizonGuardTests
{
    private static readonly Incarnation A = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation B = new(ReplicaId.Create("b"), 2);

    [Fact]
    public void Where_nothing_was_deleted_every_update_is_accepted() =>
        Assert.True(new HorizonGuard(VectorClock.Empty).Accepts(new Dot(A, 1), VectorClock.Empty));

    [Fact]
    public void An_update_is_accepted_where_it_knows_all_of_the_horizon()
    {
        var guard = new HorizonGuard(VectorClock.Of(new Dot(A, 2), new Dot(B, 3)));

        Assert.False(guard.Accepts(new Dot(A, 1), VectorClock.Of(new Dot(A, 2), new Dot(B, 2))));
        Assert.True(guard.Accepts(new Dot(A, 1), VectorClock.Of(new Dot(A, 2), new Dot(B, 3))));
    }

    [Fact]
    public void An_update_knows_what_its_own_origin_made_before_it()
    {
        var guard = new HorizonGuard(VectorClock.Of(new Dot(A, 2), new Dot(B, 3)));

        Assert.True(guard.Accepts(new Dot(A, 3), VectorClock.Of(new Dot(B, 3))));
        Assert.False(guard.Accepts(new Dot(A, 2), VectorClock.Of(new Dot(B, 3))));
    }

    [Fact]
    public void An_origin_whose_update_was_unaware_may_be_aware_later_and_stays_so()
    {
        var guard = new HorizonGuard(VectorClock.Of(new Dot(B, 3)));

        Assert.False(guard.Accepts(new Dot(A, 1), VectorClock.Empty));
        Assert.True(guard.Accepts(new Dot(A, 1), VectorClock.Of(new Dot(B, 3))));
        Assert.True(guard.Accepts(new Dot(A, 1), VectorClock.Of(new Dot(B, 4))));
        Assert.False(guard.Accepts(new Dot(B, 1), VectorClock.Empty));
    }

    [Fact]
    public void A_raised_horizon_is_asked_of_every_origin_again()
    {
        var guard = new HorizonGuard(VectorClock.Of(new Dot(B, 3)));
        Assert.True(guard.Accepts(new Dot(A, 1), VectorClock.Of(new Dot(B, 3))));

        Assert.True(guard.Raise([new Dot(A, 1), new Dot(B, 2)]));

        Assert.Equal(VectorClock.Of(new Dot(A, 1), new Dot(B, 3)), guard.Horizon);
        Assert.False(guard.Accepts(new Dot(A, 1), VectorClock.Of(new Dot(B, 3))));
    }

    [Fact]
    public void What_the_horizon_covers_does_not_raise_it()
    {
        var guard = new HorizonGuard(VectorClock.Of(new Dot(B, 3)));

        Assert.False(guard.Raise([]));
        Assert.False(guard.Raise([new Dot(B, 1), new Dot(B, 3)]));
    }

    [Fact]
    public void An_update_that_knows_the_horizon_speaks_for_those_after_it_and_for_none_before()
    {
        var guard = new HorizonGuard(VectorClock.Of(new Dot(A, 3)));

        Assert.True(guard.Accepts(new Dot(B, 5), VectorClock.Of(new Dot(A, 3))));

        Assert.True(guard.Accepts(new Dot(B, 6), VectorClock.Of(new Dot(A, 3))));
        Assert.False(guard.Accepts(new Dot(B, 4), VectorClock.Of(new Dot(A, 2))));
    }
}
