using AkkaGrid.Core.Charging;
using AkkaGrid.Core.Charging.Balancing;
using AkkaGrid.Core.Formation;

namespace AkkaGrid.Core.Tests.Charging.Balancing;

public sealed class TakeoverTests
{
    private static readonly SubstationId First = SubstationId.Of("s1");
    private static readonly HostingNode Node = new(new NodeAddress("node1"), Uid: 1);

    private readonly Takeover<string> _takeover = new();

    public TakeoverTests() => _takeover.Add(Node, isSeed: true);

    [Fact]
    public void A_reachable_host_is_waited_for_until_all_of_its_substations_are_claimed()
    {
        Assert.False(_takeover.AllAnnounced);

        Announce(First);

        Assert.True(_takeover.AllAnnounced);
        Assert.False(_takeover.AllClaimed);
        Assert.Equal(0, _takeover.ClaimedSeeds);
    }

    [Fact]
    public void An_unreachable_host_is_not_waited_for()
    {
        _takeover.SetReachable(Node, false);

        Assert.True(_takeover.AllClaimed);
        Assert.Equal(0, _takeover.ClaimedSeeds);
    }

    [Fact]
    public void A_removed_host_is_not_waited_for()
    {
        Assert.False(_takeover.Remove(Node));

        Assert.True(_takeover.AllClaimed);
    }

    [Fact]
    public void A_removed_host_takes_its_claimed_substations_with_it()
    {
        Announce(First);
        Add(First, sequence: 1);

        Assert.True(_takeover.Remove(Node));
        Assert.Empty(_takeover.Owners);
    }

    [Fact]
    public void A_host_without_substations_has_nothing_to_claim()
    {
        Announce();

        Assert.True(_takeover.AllClaimed);
        Assert.Equal(1, _takeover.ClaimedSeeds);
    }

    [Fact]
    public void Pages_of_two_answers_do_not_make_one()
    {
        Announce(First);

        Assert.Equal(ClaimProgress.Partial, Add(First, sequence: 1, page: 0, pages: 2));
        Assert.Equal(ClaimProgress.Partial, Add(First, sequence: 2, page: 1, pages: 2));
        Assert.False(_takeover.AllClaimed);
        Assert.Equal(ClaimProgress.Complete, Add(First, sequence: 2, page: 0, pages: 2));
    }

    [Fact]
    public void A_repeated_answer_changes_something_only_once_the_substation_has_to_be_claimed_again()
    {
        Announce(First);
        Add(First, sequence: 1);

        Assert.Equal(ClaimProgress.Repeated, Add(First, sequence: 2));

        _takeover.Release(First);
        Assert.False(_takeover.AllClaimed);
        Assert.Equal(ClaimProgress.Complete, Add(First, sequence: 3));
    }

    [Fact]
    public void Only_what_has_not_sent_all_its_sessions_is_unclaimed()
    {
        var second = SubstationId.Of("s2");
        Announce(First, second);
        Add(First, sequence: 1);
        Add(second, sequence: 1, page: 0, pages: 2);

        Assert.Equal([second], _takeover.Unclaimed(Assert.Single(_takeover.Reachable)));
    }

    [Fact]
    public void A_substation_whose_name_another_reachable_node_owns_is_a_conflict_and_not_waited_for()
    {
        var other = new HostingNode(new NodeAddress("node2"), Uid: 2);
        _takeover.Add(other, isSeed: false);
        Announce(First);
        Add(First, sequence: 1);
        _takeover.Announced(new HostAnnouncement("node2", FencingEpoch.None, [First]), other.Address);

        Assert.Equal(ClaimProgress.Conflict, _takeover.Add(Page(First, 1, 0, 1), "impostor", other.Address));

        Assert.True(_takeover.AllClaimed);
        Assert.Equal("s1@node1", _takeover.Owners[First].Actor);
    }

    [Fact]
    public void A_substation_whose_owner_cannot_be_reached_may_be_claimed_where_it_is_now()
    {
        var other = new HostingNode(new NodeAddress("node2"), Uid: 2);
        _takeover.Add(other, isSeed: false);
        Announce(First);
        Add(First, sequence: 1);
        _takeover.SetReachable(Node, false);
        _takeover.Announced(new HostAnnouncement("node2", FencingEpoch.None, [First]), other.Address);

        Assert.Equal(ClaimProgress.Complete, _takeover.Add(Page(First, 1, 0, 1), "s1@node2", other.Address));

        Assert.Equal("s1@node2", _takeover.Owners[First].Actor);
    }

    private void Announce(params SubstationId[] substations) =>
        _takeover.Announced(new HostAnnouncement("node1", FencingEpoch.None, substations), Node.Address);

    private ClaimProgress Add(SubstationId substation, long sequence, int page = 0, int pages = 1) =>
        _takeover.Add(Page(substation, sequence, page, pages), $"{substation}@node1", Node.Address);

    private static Claimed Page(SubstationId substation, long sequence, int page, int pages)
    {
        var epoch = FencingEpoch.None.Next("node1");
        var report = new TestSubstation(80, id: substation.Value).Machine.Report(TestSubstation.Noon);
        return new Claimed(epoch, report with { Sequence = sequence }, page, pages, []);
    }
}
