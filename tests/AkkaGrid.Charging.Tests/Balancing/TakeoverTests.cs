using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Balancing;

public sealed class TakeoverTests : ChargingTestKit, IAsyncLifetime
{
    private static readonly SubstationId First = SubstationId.Of("s1");

    private readonly Takeover _takeover = new();

    private Akka.Cluster.Member Member => Akka.Cluster.Cluster.Get(Sys).SelfMember;

    public async Task InitializeAsync()
    {
        await FormClusterAsync();
        await Cluster.Eventually.HoldsAsync(() => Member.Status == Akka.Cluster.MemberStatus.Up);
        _takeover.Reach(Member, true);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void A_reachable_host_is_waited_for_until_it_has_told_everything()
    {
        Assert.False(_takeover.AllKnown);

        _takeover.Know(new HostHere("node1", FencingEpoch.None, [SubstationId.Of("s1")]), Member.Address);

        Assert.True(_takeover.AllKnown);
        Assert.False(_takeover.AllClaimed);
        Assert.Equal(0, _takeover.ClaimedSeeds);
    }

    [Fact]
    public void An_unreachable_host_is_not_waited_for()
    {
        _takeover.Reach(Member, false);

        Assert.True(_takeover.AllClaimed);
        Assert.Equal(0, _takeover.ClaimedSeeds);
    }

    [Fact]
    public void A_removed_host_is_not_waited_for()
    {
        _takeover.Leave(Member);

        Assert.True(_takeover.AllClaimed);
    }

    [Fact]
    public void A_host_without_substations_has_nothing_more_to_tell()
    {
        _takeover.Know(new HostHere("node1", FencingEpoch.None, []), Member.Address);

        Assert.True(_takeover.AllClaimed);
        Assert.Equal(1, _takeover.ClaimedSeeds);
    }

    [Fact]
    public void Pages_of_two_tellings_do_not_make_one()
    {
        _takeover.Know(new HostHere("node1", FencingEpoch.None, [First]), Member.Address);

        Assert.Equal(ClaimProgress.Partial, Take(First, sequence: 1, page: 0, pages: 2));
        Assert.Equal(ClaimProgress.Partial, Take(First, sequence: 2, page: 1, pages: 2));
        Assert.False(_takeover.AllClaimed);
        Assert.Equal(ClaimProgress.Complete, Take(First, sequence: 2, page: 0, pages: 2));
    }

    [Fact]
    public void What_is_told_again_is_news_only_once_the_substation_has_to_be_claimed_again()
    {
        _takeover.Know(new HostHere("node1", FencingEpoch.None, [First]), Member.Address);
        Take(First, sequence: 1);

        Assert.Equal(ClaimProgress.Again, Take(First, sequence: 2));

        _takeover.Release(First);
        Assert.False(_takeover.AllClaimed);
        Assert.Equal(ClaimProgress.Complete, Take(First, sequence: 3));
    }

    [Fact]
    public void Only_what_has_not_told_everything_is_unclaimed()
    {
        var second = SubstationId.Of("s2");
        _takeover.Know(new HostHere("node1", FencingEpoch.None, [First, second]), Member.Address);
        Take(First, sequence: 1);
        Take(second, sequence: 1, page: 0, pages: 2);

        Assert.Equal([second], _takeover.Unclaimed(Assert.Single(_takeover.Reachable)));
    }

    private ClaimProgress Take(SubstationId substation, long sequence, int page = 0, int pages = 1) => _takeover.Take(
        new Claimed(Wire.Samples.Epoch, Wire.Samples.Report with { Substation = substation, Sequence = sequence }, page, pages, []),
        TestActor,
        Member.Address);
}
