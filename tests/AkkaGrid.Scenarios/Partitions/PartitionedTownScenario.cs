using AkkaGrid.Scenarios.Charging.Faults;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;
using AkkaGrid.Testing.Network;
using Xunit.Abstractions;

namespace AkkaGrid.Scenarios.Partitions;

/// <summary>A town whose vehicles ask again and again, at every edge, while the grid is parted.</summary>
public sealed class PartitionedTownScenario(ITestOutputHelper output)
{
    private static readonly int[] Kilowatts = [80, 120, 100];

    [SkippableFact]
    public async Task A_storm_of_retries_while_the_balancer_is_cut_off_leaves_each_key_one_session_and_overloads_no_substation()
    {
        Skip.IfNot(CuttableNetwork.IsAvailable, "only Linux has all of 127.0.0.0/8 as loopback");
        await using var nodes = new CuttableNodes(3)
        {
            Substations = node =>
            [
                new()
                {
                    Id = $"substation_{node}",
                    MaxCapacity = Kilowatts[node - 1],
                    ChargeProcessingTime = TimeSpan.FromMinutes(10)
                },
            ],
        };
        await nodes.StartAsync(1);
        await nodes.FoundAsync(1);
        await nodes.StartAsync(2, 3);
        await nodes.AreOneClusterAsync(1, 2, 3);
        await Eventually.True(
            async () => await nodes.Http(1).SubstationsOfTheBalancerAsync(nodes.Url(1)) == 3,
            "the balancer, at node1, has heard of all substations");
        for (var node = 1; node <= 3; node++)
            await Eventually.True(
                async () => (await nodes.Client(node).Charging.SubstationsAsync()).Items.Count == 3,
                $"node{node} hears all substations");
        using var town = await Town.OpenAsync([nodes.Url(1), nodes.Url(2), nodes.Url(3)], seed: 1);

        nodes.Network.Isolate(1);
        await nodes.AreOneClusterAsync(2, 3);
        await Eventually.True(
            async () => (await nodes.Client(2).Cluster.MembersAsync()).BalancerNode is "node2" or "node3",
            "the other side has a balancer");
        await town.FlowsAsync();
        nodes.Network.Heal();
        await nodes.AreOneClusterAsync(1, 2, 3);
        await town.FlowsAsync();

        output.WriteLine(await town.EndsWellAsync(faulty: 1));
    }
}
