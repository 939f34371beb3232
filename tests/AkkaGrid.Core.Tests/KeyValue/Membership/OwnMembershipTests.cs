using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue.Membership;

namespace AkkaGrid.Core.Tests.KeyValue.Membership;

public sealed class OwnMembershipTests
{
    private static readonly Incarnation Self = new(ReplicaId.Create("a"), 1);
    private static readonly Incarnation Other = new(ReplicaId.Create("a"), 2);
    private static readonly Incarnation Peer = new(ReplicaId.Create("b"), 3);

    private HybridTimestamp _timestamp = new(10);

    [Fact]
    public void A_start_enters_the_set_in_the_place_of_the_one_before()
    {
        var membership = Start(new Member(Other, new HybridTimestamp(4)), new Member(Peer, new HybridTimestamp(5)));

        Assert.True(membership.Set.IsCurrent(Self));
        Assert.False(membership.Set.IsCurrent(Other));
        Assert.Equal(2, membership.Set.ActiveCount);
    }

    [Fact]
    public void What_it_learns_that_is_not_new_changes_nothing()
    {
        var membership = Start();

        Assert.False(
            membership.Join(ReplicaSet.Of(new Member(Other, new HybridTimestamp(4))), tick: 1, ref _timestamp));
        Assert.Equal(new HybridTimestamp(10), _timestamp);
    }

    [Theory]
    [InlineData(MemberStatus.Active)]
    [InlineData(MemberStatus.Retired)]
    public void A_start_that_the_set_does_not_count_enters_again_in_place_with_a_later_time(MemberStatus status)
    {
        var membership = Start();
        var counted = new Member(
            status == MemberStatus.Retired ? Self : Other,
            new HybridTimestamp(status == MemberStatus.Retired ? 10UL : 70),
            status);

        Assert.True(membership.Join(ReplicaSet.Of(counted), tick: 1, ref _timestamp));

        Assert.True(membership.Set.IsCurrent(Self));
        Assert.True(membership.Set.Find(Self.Replica)!.Entered.CompareTo(counted.Entered) > 0);
        Assert.Equal(membership.Set.Find(Self.Replica)!.Entered, _timestamp);
        Assert.Null(membership.Usurper);
    }

    [Fact]
    public void It_enters_again_each_time_that_it_is_retired()
    {
        var membership = Start();
        for (var i = 0; i < 5; i++)
        {
            var retired = membership.Set.Find(Self.Replica)! with { Status = MemberStatus.Retired };
            Assert.True(membership.Join(ReplicaSet.Of(retired), tick: 1, ref _timestamp));
            Assert.True(membership.Set.IsCurrent(Self));
        }
    }

    [Fact]
    public void A_clone_that_lives_under_the_same_name_is_not_outbid_for_ever_but_reported()
    {
        var membership = Start();
        membership.Join(ReplicaSet.Of(new Member(Other, new HybridTimestamp(70))), tick: 1, ref _timestamp);
        Assert.Null(membership.Usurper);

        membership.Join(ReplicaSet.Of(new Member(Other, new HybridTimestamp(90))), tick: 1, ref _timestamp);

        Assert.Equal(Other, membership.Usurper);
        Assert.True(membership.Set.IsCurrent(Other));
    }

    [Fact]
    public void A_start_takes_its_place_again_once_the_other_one_is_silent()
    {
        const int Timeout = 10;
        var membership = Start();
        membership.Join(ReplicaSet.Of(new Member(Other, new HybridTimestamp(70))), tick: 1, ref _timestamp);
        membership.Join(ReplicaSet.Of(new Member(Other, new HybridTimestamp(90))), tick: 2, ref _timestamp);

        membership.Hear(Other, tick: 8);
        Assert.False(membership.TryReturn(tick: 17, Timeout, ref _timestamp));
        Assert.False(membership.Set.IsCurrent(Self));

        Assert.True(membership.TryReturn(tick: 18, Timeout, ref _timestamp));
        Assert.True(membership.Set.IsCurrent(Self));
        Assert.Null(membership.Usurper);
    }

    [Fact]
    public void Two_clones_that_meet_come_to_rest()
    {
        var (one, other) = (new OwnMembership(Self, ReplicaSet.Empty, new HybridTimestamp(10)), new OwnMembership(
            Other, ReplicaSet.Empty, new HybridTimestamp(11)));
        var changes = 0;
        for (var i = 0; i < 10; i++)
            changes += (one.Join(other.Set, tick: 1, ref _timestamp) ? 1 : 0)
                + (other.Join(one.Set, tick: 1, ref _timestamp) ? 1 : 0);

        Assert.InRange(changes, 1, 5);
        Assert.Equal(one.Set, other.Set);
        Assert.True(one.Usurper is not null ^ other.Usurper is not null);
    }

    [Fact]
    public void Another_start_that_comes_later_may_be_superseded_once_as_well()
    {
        var membership = Start();
        for (var nonce = 10UL; nonce < 20; nonce++)
        {
            var later = new Member(Other with { Nonce = nonce }, new HybridTimestamp(1_000 * nonce));
            membership.Join(ReplicaSet.Of(later), tick: 1, ref _timestamp);
            Assert.True(membership.Set.IsCurrent(Self));
        }
    }

    [Fact]
    public void The_timestamps_of_all_members_are_seen()
    {
        var membership = Start();

        membership.Join(ReplicaSet.Of(new Member(Peer, new HybridTimestamp(99))), tick: 1, ref _timestamp);

        Assert.Equal(new HybridTimestamp(99), _timestamp);
    }

    private static OwnMembership Start(params Member[] known) =>
        new(Self, ReplicaSet.Of(known), new HybridTimestamp(10));
}
