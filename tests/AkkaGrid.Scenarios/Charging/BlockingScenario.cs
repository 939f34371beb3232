using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Charging;

public sealed class BlockingScenario : IAsyncLifetime
{
    private LocalNodes _grid = null!;

    public async Task InitializeAsync() => _grid = await LocalNodes.StartAsync();

    public Task DisposeAsync() => _grid.DisposeAsync().AsTask();

    [Fact]
    public async Task The_balancer_s_node_shows_what_is_refused_beside_what_a_pool_would_refuse()
    {
        var balancer = await _grid.BalancerAsync();
        int[] others = [.. Enumerable.Range(1, 3).Where(node => node != balancer)];

        // Each substation has room for one of 80 kW.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ChargeAsync(others[i % 2], $"EV_{i}", 80)));
        await ChargeAsync(others[0], "EV_small", 7);
        await ChargeAsync(others[1], "EV_truck", 150);

        await Eventually.True(
            async () =>
                await ReadAsync(balancer, """charging_requests_total{size="100",priority="normal",outcome="refused"}""")
                    == 3
                    && await ReadAsync(balancer, """charging_refused_ratio{by="count"}""") == 3.0 / 7,
            "three of seven requests that fit somewhere have been refused, each counted once");
        Assert.Equal(6, await ReadAsync(balancer, """charging_offered_requests{size="100",priority="normal"}"""));
        Assert.Equal(0.5, await ReadAsync(balancer, """charging_blocking_ratio{size="100",priority="normal"}"""));
        Assert.InRange(await ReadAsync(balancer, """charging_pooled_blocking_ratio{size="100"}""") ?? -1, 0, 1);
        Assert.InRange(await ReadAsync(balancer, """charging_pooled_refused_ratio{by="power"}""") ?? -1, 0, 1);
        Assert.Null(await ReadAsync(balancer, """charging_offered_requests{size="150",priority="normal"}"""));
        foreach (var node in others)
            Assert.Null(await ReadAsync(node, """charging_refused_ratio{by="count"}"""));

        // The office moves, and what is shown with it.
        await _grid.StopAsync(balancer);
        await Eventually.True(
            async () => (await _grid.Client(others[0]).Cluster.MembersAsync()).BalancerNode is { } node
                && node != $"node{balancer}",
            "another node has the balancer");
        await ChargeAsync(others[0], "EV_late", 1);
        await Eventually.True(
            async () =>
            {
                var shown = await Task.WhenAll(
                    others.Select(node => ReadAsync(node, """charging_refused_ratio{by="count"}""")));
                return shown.Count(value => value == 0) == 1 && shown.Count(value => value is null) == 1;
            },
            "the new balancer counts anew");
    }

    private async Task ChargeAsync(int node, string vehicle, decimal kilowatts)
    {
        try
        {
            await _grid.Client(node).Charging.ChargeAsync(new ChargeRequest(vehicle, kilowatts, Priorities.Normal));
        }
        catch (GridException refused)
        {
            Assert.True(
                refused.Kind is ProblemKinds.NoCapacity or ProblemKinds.ExceedsLargestSubstation, refused.Message);
        }
    }

    private Task<double?> ReadAsync(int node, string series) => _grid.Http(node).MetricAsync(series);
}
