using AkkaGrid.Charging.Balancing;
using AkkaGrid.Charging.Substations;
using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Balancing;

public sealed class TakeoverTests : ChargingTestKit, IAsyncLifetime
{
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
}
