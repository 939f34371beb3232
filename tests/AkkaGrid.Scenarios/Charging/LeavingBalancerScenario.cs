using System.Collections.Concurrent;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Charging;

public sealed class LeavingBalancerScenario
{
    [Fact]
    public async Task A_leaving_balancer_hands_over_and_no_request_is_lost()
    {
        await using var grid = await LocalNodes.StartAsync();
        var balancer = await grid.BalancerAsync();
        int[] staying = [.. Enumerable.Range(1, 3).Where(node => node != balancer)];
        var served = 0;
        var refusals = new ConcurrentBag<GridException>();
        using var enough = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 6).Select(async client =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
                await ChargeAsync(staying[i % 2], $"EV_{client}_{i}");
        }).ToList();
        await Eventually.True(() => served > 20, "requests flow");

        await grid.StopAsync(balancer);
        await Eventually.True(
            async () => (await grid.Client(staying[0]).Cluster.MembersAsync()).BalancerNode is { } node
                && node != $"node{balancer}",
            "another node has the balancer");
        var before = served;
        await Eventually.True(() => served > before + 50, "requests flow again");
        await enough.CancelAsync();
        await Task.WhenAll(clients);

        Assert.All(refusals, refused => Assert.True(refused.Kind is ProblemKinds.NoCapacity, refused.Message));

        async Task ChargeAsync(int node, string vehicle)
        {
            try
            {
                await grid.Client(node).Charging.ChargeAsync(new ChargeRequest(vehicle, 1, Priorities.Normal));
            }
            catch (GridException refused)
            {
                refusals.Add(refused);
            }

            Interlocked.Increment(ref served);
        }
    }
}
