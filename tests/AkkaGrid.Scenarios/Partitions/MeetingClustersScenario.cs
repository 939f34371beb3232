using AkkaGrid.Testing.Network;

namespace AkkaGrid.Scenarios.Partitions;

public sealed class MeetingClustersScenario
{
    private const string Reason = "only Linux has all of 127.0.0.0/8 as loopback";

    // No member is cut off from its cluster in these stories. So the only reason for a restart is that a cluster yields
    // to another.
    private static readonly TimeSpan NeverSilent = TimeSpan.FromMinutes(10);

    [SkippableFact]
    public async Task A_founder_that_was_cut_off_at_once_yields_to_the_majority_and_no_write_of_either_side_is_gone()
    {
        Skip.IfNot(CuttableNetwork.IsAvailable, Reason);
        await using var nodes = new CuttableNodes(3) { HeartbeatPause = NeverSilent };
        await nodes.AdmitAsync();
        nodes.Network.Isolate(1);
        await nodes.StartAsync(1, 2, 3);
        await nodes.FoundAsync(1);
        await nodes.AreOneClusterAsync(2, 3);
        foreach (var node in (int[])[1, 2])
        {
            for (var i = 1; i <= 20; i++)
                await nodes.Client(node).Store.PutAsync($"from{node}/{i}", $"{i}");
            await nodes.Client(node).Store.PutAsync("both", $"of {node}");
        }

        nodes.Network.Heal();

        await nodes.AreOneClusterAsync(1, 2, 3);
        Assert.Equal((1, 0, 0), (nodes.System(1).Restarts, nodes.System(2).Restarts, nodes.System(3).Restarts));
        foreach (var node in (int[])[1, 2, 3])
        {
            for (var i = 1; i <= 20; i++)
            {
                await nodes.HasAsync(node, $"from1/{i}", $"{i}");
                await nodes.HasAsync(node, $"from2/{i}", $"{i}");
            }
            await nodes.HasAsync(node, "both", "of 2");
            Assert.Equal(1, (await nodes.Client(node).Store.GetAsync("both"))!.Siblings);
        }
        await nodes.Client(1).Store.PutAsync("after", "1");
        await nodes.HasAsync(3, "after", "1");
    }

    [SkippableFact]
    public async Task Of_two_clusters_with_as_many_seeds_all_nodes_of_the_younger_come_over()
    {
        Skip.IfNot(CuttableNetwork.IsAvailable, Reason);
        await using var nodes = new CuttableNodes(4) { HeartbeatPause = NeverSilent };
        await nodes.AdmitAsync();
        foreach (var (one, other) in new[] { (1, 3), (1, 4), (2, 3), (2, 4) })
            nodes.Network.Cut(one, other);
        await nodes.StartAsync(1, 2, 3, 4);
        await nodes.FoundAsync(3);
        await nodes.AreOneClusterAsync(3, 4);
        await nodes.FoundAsync(1);
        await nodes.AreOneClusterAsync(1, 2);
        for (var node = 1; node <= 4; node++)
            await nodes.Client(node).Store.PutAsync($"from{node}", "1");

        nodes.Network.Heal();

        await nodes.AreOneClusterAsync(1, 2, 3, 4);
        Assert.Equal([1, 1, 0, 0], Enumerable.Range(1, 4).Select(node => nodes.System(node).Restarts));
        for (var node = 1; node <= 4; node++)
            for (var origin = 1; origin <= 4; origin++)
                await nodes.HasAsync(node, $"from{origin}", "1");
    }
}
