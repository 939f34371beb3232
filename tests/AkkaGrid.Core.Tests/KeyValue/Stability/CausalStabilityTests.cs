using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Membership;
using AkkaGrid.Core.KeyValue.Messages;
using AkkaGrid.Core.KeyValue.Stability;

namespace AkkaGrid.Core.Tests.KeyValue.Stability;

public sealed class CausalStabilityTests
{
    private static readonly Incarnation B = new(ReplicaId.Create("b"), 2);
    private static readonly Incarnation C = new(ReplicaId.Create("c"), 3);

    private readonly PeerTable _peers = new(ReplicaId.Create("a"));

    public CausalStabilityTests() =>
        _peers.Follow(ReplicaSet.Of(new Member(B, new HybridTimestamp(1)), new Member(C, new HybridTimestamp(1))));

    [Fact]
    public void Stable_is_what_every_member_has_announced()
    {
        Announce(B, VectorClock.Of(new Dot(B, 3), new Dot(C, 1)));
        Announce(C, VectorClock.Of(new Dot(B, 2), new Dot(C, 5)));
        var durable = VectorClock.Of(new Dot(B, 3), new Dot(C, 5));
        _peers.CountAnnouncements(durable);

        var stability = new CausalStability(durable, VectorClock.Empty, _peers);

        Assert.Equal(VectorClock.Of(new Dot(B, 2), new Dot(C, 1)), stability.Stable);
        Assert.Equal(B.Replica, stability.BlockedBy);
    }

    [Fact]
    public void Nothing_is_stable_and_nothing_agreed_while_a_member_has_announced_nothing()
    {
        Announce(B, VectorClock.Of(new Dot(B, 3)), horizon: VectorClock.Of(new Dot(B, 3)));
        _peers.CountAnnouncements(VectorClock.Of(new Dot(B, 3)));

        var stability = new CausalStability(VectorClock.Of(new Dot(B, 3)), VectorClock.Of(new Dot(B, 3)), _peers);

        Assert.Equal(VectorClock.Empty, stability.Stable);
        Assert.Equal(VectorClock.Empty, stability.Agreed);
        Assert.Equal(C.Replica, stability.BlockedBy);
    }

    [Fact]
    public void An_announcement_counts_only_once_all_that_it_covers_is_here()
    {
        Announce(B, VectorClock.Of(new Dot(B, 3), new Dot(C, 4)));
        Announce(C, VectorClock.Of(new Dot(B, 3), new Dot(C, 4)));
        var behind = VectorClock.Of(new Dot(B, 2), new Dot(C, 4));
        _peers.CountAnnouncements(behind);
        Assert.Equal(VectorClock.Empty, new CausalStability(behind, VectorClock.Empty, _peers).Stable);

        var durable = VectorClock.Of(new Dot(B, 3), new Dot(C, 4));
        _peers.CountAnnouncements(durable);
        Assert.Equal(durable, new CausalStability(durable, VectorClock.Empty, _peers).Stable);
    }

    [Fact]
    public void While_one_announcement_waits_to_count_later_ones_do_not_replace_it()
    {
        Announce(B, VectorClock.Of(new Dot(B, 3)));
        for (var i = 4UL; i < 10; i++)
            Announce(B, VectorClock.Of(new Dot(B, i)));
        Announce(C, VectorClock.Of(new Dot(B, 9)));
        Announce(C, VectorClock.Of(new Dot(B, 3)));
        _peers.CountAnnouncements(VectorClock.Of(new Dot(B, 3)));

        Assert.True(_peers.TryGet(B, out var peer));
        Assert.Equal(VectorClock.Of(new Dot(B, 3)), peer.Counted!.Clock);
    }

    [Fact]
    public void What_an_earlier_start_of_a_member_has_announced_says_nothing_of_the_present_one()
    {
        Announce(B, VectorClock.Of(new Dot(B, 3)), horizon: VectorClock.Of(new Dot(B, 3)));
        Announce(C, VectorClock.Of(new Dot(B, 3)), horizon: VectorClock.Of(new Dot(B, 3)));
        var durable = VectorClock.Of(new Dot(B, 3));
        _peers.CountAnnouncements(durable);
        Assert.Equal(durable, new CausalStability(durable, durable, _peers).Agreed);

        _peers.Follow(ReplicaSet.Of(
            new Member(B with { Nonce = 9 }, new HybridTimestamp(2)), new Member(C, new HybridTimestamp(1))));

        Assert.Equal(VectorClock.Empty, new CausalStability(durable, durable, _peers).Stable);
        Assert.Equal(VectorClock.Empty, new CausalStability(durable, durable, _peers).Agreed);
    }

    [Theory]
    [InlineData(MemberStatus.Active)]
    [InlineData(MemberStatus.Retired)]
    public void A_member_that_enters_again_must_announce_itself_again_and_a_retired_one_is_not_waited_for(
        MemberStatus status)
    {
        var durable = VectorClock.Of(new Dot(B, 3));
        Announce(B, durable);
        Announce(C, durable);
        _peers.CountAnnouncements(durable);

        _peers.Follow(
            ReplicaSet.Of(new Member(B, new HybridTimestamp(1)), new Member(C, new HybridTimestamp(2), status)));

        Assert.Equal(
            status == MemberStatus.Retired ? durable : VectorClock.Empty,
            new CausalStability(durable, VectorClock.Empty, _peers).Stable);
        Assert.Equal(
            status == MemberStatus.Retired ? null : C.Replica,
            new CausalStability(durable, VectorClock.Empty, _peers).BlockedBy);
    }

    [Fact]
    public void Agreed_is_the_horizon_that_every_member_has_announced_and_that_is_on_disk_here()
    {
        Announce(B, VectorClock.Empty, horizon: VectorClock.Of(new Dot(B, 3), new Dot(C, 1)));
        Announce(C, VectorClock.Empty, horizon: VectorClock.Of(new Dot(B, 2), new Dot(C, 5)));

        var stability = new CausalStability(VectorClock.Empty, VectorClock.Of(new Dot(B, 9)), _peers);

        Assert.Equal(VectorClock.Of(new Dot(B, 2)), stability.Agreed);
    }

    private void Announce(Incarnation from, VectorClock clock, VectorClock? horizon = null)
    {
        Assert.True(_peers.TryGet(from, out var peer));
        peer.Learn(
            new ClockAnnouncement(from, clock, new MembershipView(ReplicaSet.Empty, horizon ?? VectorClock.Empty)),
            tick: 1);
    }
}
