using AkkaGrid.Client.Contracts;
using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Scenarios.Processes;
using AkkaGrid.Testing;
using Xunit.Abstractions;

namespace AkkaGrid.Scenarios.Charging.Faults;

/// <summary>
/// Each node is balancer or not, host of a substation, and an edge that is in use. Whatever becomes of it, every
/// request is answered, every key has one session, and no substation gives more than it may.
/// </summary>
[Collection(SharedProcessesStories.Name)]
public sealed class FailingNodesScenario(SharedProcesses processes, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly ThreeProcesses _grid = processes.Grid;

    public Task InitializeAsync() => processes.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_balancers_node_is_killed_and_comes_back()
    {
        using var town = await Town.OpenAsync(_grid.Addresses, seed: 1);
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
        using var town = await Town.OpenAsync(_grid.Addresses, seed: 2);
        var balancer = await _grid.BalancerAsync(observer: 1);
        Assert.True(await ServesAsync(balancer));

        await _grid.FreezeAsync(balancer);
        await _grid.BalancerHasMovedAsync(balancer);
        await town.FlowsAsync();
        var successor = await _grid.BalancerAsync((balancer % 3) + 1);
        Assert.True(await ServesAsync(successor));

        // Two think that they rule, until the one that slept has asked the substations.
        await _grid.ThawAsync(balancer);
        await Eventually.True(
            () => _grid.OutputOf(balancer).Contains("claims the substations again", StringComparison.Ordinal),
            "the one that was frozen claims the substations again before it places anything");
        await town.FlowsAsync();
        await _grid.SeesAsync(balancer, 1, 2, 3);
        await Eventually.True(
            async () => !await ServesAsync(balancer) && await ServesAsync(successor), "only the successor rules");
        await town.FlowsAsync();

        output.WriteLine(await town.EndsWellAsync(faulty: balancer));
        output.WriteLine($"Reservations of former balancers were refused: {string.Join(", ", await Task.WhenAll(
            Enumerable.Range(1, 3).Select(node => ReadAsync(node, """charging_refusals_total{reason="stale-epoch"}"""))))}");
    }

    [Fact]
    public async Task A_node_that_does_not_balance_is_frozen_until_the_others_removed_it_and_comes_back_without_a_restart_of_its_process()
    {
        using var town = await Town.OpenAsync(_grid.Addresses, seed: 3);
        var balancer = await _grid.BalancerAsync(observer: 1);
        var node = (balancer % 3) + 1;

        await _grid.FreezeAsync(node);
        await _grid.SeesAsync(balancer, OthersThan(node));
        await _grid.Client(balancer).Store.PutAsync("frozen/meanwhile", "2");
        await town.FlowsAsync();
        await _grid.ThawAsync(node);
        await _grid.Client(node).Store.PutAsync("frozen/awake", "1");
        await _grid.SeesAsync(node, 1, 2, 3);
        await town.FlowsAsync();

        await Eventually.True(
            async () => (await _grid.Client(node).Store.GetAsync("frozen/meanwhile"))?.Text == "2",
            "it has what it slept through");
        await Eventually.True(
            async () => (await _grid.Client(balancer).Store.GetAsync("frozen/awake"))?.Text == "1",
            "the others have what it took");
        output.WriteLine(await town.EndsWellAsync(faulty: node));
    }

    [Fact]
    public async Task A_node_that_does_not_balance_is_killed_its_sessions_are_out_of_reach_until_it_is_back_and_who_waited_there_waits_no_more()
    {
        using var town = await Town.OpenAsync(_grid.Addresses, seed: 4);
        var balancer = await _grid.BalancerAsync(observer: 1);
        var node = (balancer % 3) + 1;
        var there = town.Staying.Single(session => session.SubstationId == $"substation_{node}").SessionId;
        var waiting = _grid.Client(node)
            .Charging.ChargeAsync(new ChargeRequest("EV_patient", 115, Priorities.Normal, MaxWait: 600));
        await Eventually.True(
            async () => (await _grid.Client(balancer).Charging.QueueAsync()).Items is [{ VehicleId: "EV_patient" }],
            "it waits");

        await _grid.KillAsync(node);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting);
        foreach (var other in OthersThan(node))
            await Eventually.True(
                async () => await _grid.Client(other).Charging.SessionAsync(there)
                    is { State: SessionStates.Active, SubstationState: SubstationStates.Unreachable },
                $"node{other} shows that nothing is heard of the substation of that session");
        await Eventually.True(
            async () => (await _grid.Client(balancer).Charging.QueueAsync()).Items.Count == 0, "nobody waits");
        await town.FlowsAsync();

        _grid.Start(node);
        await _grid.AreReadyAsync(1, 2, 3);
        for (var observer = 1; observer <= 3; observer++)
            await Eventually.True(
                async () => await _grid.Client(observer).Charging.SessionAsync(there)
                    is { State: SessionStates.Active, SubstationState: null },
                $"node{observer} shows that the session goes on");
        await town.FlowsAsync();

        output.WriteLine(await town.EndsWellAsync(faulty: node));
    }

    private static int[] OthersThan(int node) => [.. Enumerable.Range(1, 3).Except([node])];

    private async Task<bool> ServesAsync(int node) => await ReadAsync(node, "charging_balancer_serving") == 1;

    private async Task<double?> ReadAsync(int node, string series)
    {
        using var http = new HttpClient { BaseAddress = _grid.Address(node) };
        return await http.MetricAsync(series);
    }
}
