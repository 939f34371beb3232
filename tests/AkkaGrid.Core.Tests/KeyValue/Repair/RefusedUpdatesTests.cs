using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Repair;

namespace AkkaGrid.Core.Tests.KeyValue.Repair;

public sealed class RefusedUpdatesTests
{
    private static readonly Incarnation B = new(ReplicaId.Create("b"), 2);
    private static readonly Incarnation C = new(ReplicaId.Create("c"), 3);
    private static readonly VectorClock Horizon = VectorClock.Of(new Dot(C, 4));

    private readonly RefusedUpdates _refused = new(patience: 5);
    private readonly PeerTable _peers = new(ReplicaId.Create("a"));

    public RefusedUpdatesTests()
    {
        _peers.Follow(ReplicaSet.Of(new Member(B, new HybridTimestamp(1)), new Member(C, new HybridTimestamp(1))));
        _peers.Reach([B.Replica, C.Replica]);
    }

    [Fact]
    public void The_sender_is_asked_for_its_state_once_it_has_caught_up_itself()
    {
        _refused.Add(B, tick: 1);
        Assert.True(_refused.Any);
        Assert.Null(_refused.Due(2, Horizon, _peers));

        Assert.True(_peers.TryGet(B, out var peer));
        peer.Learn(Horizon);

        Assert.Equal(B, _refused.Due(2, Horizon, _peers));
    }

    [Fact]
    public void One_that_does_not_catch_up_is_asked_all_the_same_after_some_time()
    {
        _refused.Add(B, tick: 1);
        _refused.Add(B, tick: 4);

        Assert.Null(_refused.Due(5, Horizon, _peers));
        Assert.Equal(B, _refused.Due(6, Horizon, _peers));
    }

    [Fact]
    public void A_sender_that_is_gone_is_forgotten()
    {
        _refused.Add(B, tick: 1);
        _peers.Reach([C.Replica]);

        Assert.Null(_refused.Due(9, Horizon, _peers));
        Assert.False(_refused.Any);
    }

    [Fact]
    public void A_merge_brings_what_was_refused()
    {
        _refused.Add(B, tick: 1);
        _refused.Clear();

        Assert.False(_refused.Any);
        Assert.Null(_refused.Due(9, Horizon, _peers));
    }
}
