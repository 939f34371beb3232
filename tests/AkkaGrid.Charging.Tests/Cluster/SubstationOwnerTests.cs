using AkkaGrid.Core.Charging;

namespace AkkaGrid.Charging.Tests.Cluster;

[Trait("Speed", "Slow")]
public sealed class SubstationOwnerTests
{
    [Fact]
    public async Task A_second_live_owner_of_a_substation_is_given_nothing()
    {
        var ledger = new TestLedger();
        await using var first = await ChargingNode.StartOneAsync("node1", ledger, ChargingNode.Substation(1, 80));
        await using var second = await ChargingNode.StartOneAsync("node2", ledger, ChargingNode.Substation(1, 80));
        var seed = Akka.Cluster.Cluster.Get(first.System).SelfAddress;
        await Akka.Cluster.Cluster.Get(first.System).JoinAsync(seed);
        await Eventually.HoldsAsync(() => first.Knows(1));
        await Akka.Cluster.Cluster.Get(second.System).JoinAsync(seed);
        await Eventually.HoldsAsync(() => second.Knows(1));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => second.ChargeAsync($"key-{i}", 20)));

        Assert.Equal(4, outcomes.OfType<ChargeOutcome.Accepted>().Count());
        Assert.Equal(4, outcomes.OfType<ChargeOutcome.NoCapacity>().Count());
    }

    [Fact]
    public async Task A_substation_whose_node_comes_back_resumes_and_is_claimed_again()
    {
        var ledger = new TestLedger();
        var nodes = await ChargingNode.StartAsync(
            ledger, ChargingNode.Substation(1, 80), ChargingNode.Substation(2, 60));
        var session = Assert.IsType<ChargeOutcome.Accepted>(await nodes[0].ChargeAsync("stays", 55)).Session;
        Assert.Equal("substation_2", session.Substation.Value);
        await nodes[1].LeaveAsync();

        await using var back = await ChargingNode.StartOneAsync("node2", ledger, ChargingNode.Substation(2, 60));
        await Akka.Cluster.Cluster.Get(back.System).JoinAsync(Akka.Cluster.Cluster.Get(nodes[0].System).SelfAddress);
        await Eventually.HoldsAsync(() => back.Knows(2));

        Assert.Equal(
            session, Assert.IsType<ChargeOutcome.Accepted>(await back.ChargeAsync("stays", 55)).Session);
        var full = Assert.IsType<ChargeOutcome.Accepted>(await back.ChargeAsync("more", 6));
        Assert.Equal("substation_1", full.Session.Substation.Value);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }
}
