using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.Tests.KeyValue.Membership;

public sealed class OwnMembershipTests
{
    private const int Timeout = 10;

    private static readonly Incarnation Self = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation Other = new(ReplicaId.Create("a"), 2);

    private HybridTimestamp _timestamp = new(5);

    [Fact]
    public void A_start_leaves_its_place_to_another_live_one_and_takes_it_again_when_that_one_is_silent()
    {
        var membership = new OwnMembership(Self, ReplicaSet.Empty, _timestamp);
        Assert.True(Bid(membership, tick: 1));
        Assert.True(membership.Set.IsCurrent(Self));
        Assert.True(Bid(membership, tick: 2));
        Assert.Equal(Other, membership.Usurper);

        membership.Hear(Other, tick: 8);
        Assert.False(membership.TryReturn(tick: 17, Timeout, ref _timestamp));
        Assert.False(membership.Set.IsCurrent(Self));

        Assert.True(membership.TryReturn(tick: 18, Timeout, ref _timestamp));
        Assert.True(membership.Set.IsCurrent(Self));
        Assert.Null(membership.Usurper);
    }

    private bool Bid(OwnMembership membership, long tick) => membership.Join(
        ReplicaSet.Of(new Member(Other, new HybridTimestamp(_timestamp.Ticks + 1))), tick, ref _timestamp);
}
