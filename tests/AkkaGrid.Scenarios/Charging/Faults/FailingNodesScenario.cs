using AkkaGrid.Scenarios.Processes;
using Xunit.Abstractions;

namespace AkkaGrid.Scenarios.Charging.Faults;

/// <summary>
/// Each node is balancer or not, host of a substation, and an edge that is in use. Whatever becomes of it, every request is
/// answered, every key has one session, and no substation gives more than it may.
/// </summary>
public sealed class FailingNodesScenario(ITestOutputHelper output) : IAsyncLifetime
{
    private ThreeProcesses _grid = null!;

    public async Task InitializeAsync() => _grid = await ThreeProcesses.StartAsync();

    public Task DisposeAsync()
    {
        _grid.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_balancers_node_is_killed_and_comes_back()
    {
        using var town = await Town.OpenAsync(_grid, seed: 1);
        var balancer = await _grid.BalancerAsync(observer: 1);

        await _grid.KillAsync(balancer);
        await _grid.BalancerHasMovedAsync(balancer);
        await town.FlowsAsync();
        _grid.Start(balancer);
        await _grid.AreReadyAsync(1, 2, 3);
        await town.FlowsAsync();

        output.WriteLine(await town.EndsWellAsync(faulty: balancer));
    }

    [Fact]
    public async Task The_balancers_node_is_frozen_until_another_balances_and_goes_on_as_if_it_still_did()
    {
        using var town = await Town.OpenAsync(_grid, seed: 2);
        var balancer = await _grid.BalancerAsync(observer: 1);

        await _grid.FreezeAsync(balancer);
        await _grid.BalancerHasMovedAsync(balancer);
        await town.FlowsAsync();
        await _grid.ThawAsync(balancer);
        await town.FlowsAsync();
        await _grid.SeesAsync(balancer, 1, 2, 3);
        await town.FlowsAsync();

        output.WriteLine(await town.EndsWellAsync(faulty: balancer));
    }

    [Fact]
    public async Task A_node_that_does_not_balance_is_frozen_until_the_others_removed_it_and_later_killed()
    {
        using var town = await Town.OpenAsync(_grid, seed: 3);
        var balancer = await _grid.BalancerAsync(observer: 1);
        var node = (balancer % 3) + 1;

        await _grid.FreezeAsync(node);
        await _grid.SeesAsync(balancer, [.. Enumerable.Range(1, 3).Except([node])]);
        await town.FlowsAsync();
        await _grid.ThawAsync(node);
        await _grid.SeesAsync(node, 1, 2, 3);
        await town.FlowsAsync();
        await _grid.KillAsync(node);
        await town.FlowsAsync();
        _grid.Start(node);
        await _grid.AreReadyAsync(1, 2, 3);
        await town.FlowsAsync();

        output.WriteLine(await town.EndsWellAsync(faulty: node));
    }
}
