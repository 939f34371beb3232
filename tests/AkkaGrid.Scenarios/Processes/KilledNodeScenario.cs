using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Processes;

public sealed class KilledNodeScenario : IAsyncLifetime
{
    private ThreeProcesses _grid = null!;

    public async Task InitializeAsync() => _grid = await ThreeProcesses.StartAsync();

    public Task DisposeAsync()
    {
        _grid.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_node_that_is_killed_and_comes_back_replicates_again_both_ways()
    {
        await _grid.Client(3).Store.PutAsync("before", "1", options: All);
        await _grid.KillAsync(3);
        await _grid.IsMissedAsync(3, observer: 1);
        await _grid.Client(1).Store.PutAsync("meanwhile", "2");

        _grid.Start(3);
        await _grid.AreReadyAsync(1, 2, 3);

        await Eventually.True(
            async () => (await _grid.Client(3).Store.GetAsync("meanwhile"))?.Text == "2", "node3 has what it missed");
        Assert.Equal("1", (await _grid.Client(3).Store.GetAsync("before"))!.Text);
        await _grid.Client(3).Store.PutAsync("after", "3", options: All);
        Assert.Equal("3", (await _grid.Client(1).Store.GetAsync("after"))!.Text);
    }

    [Fact]
    public async Task A_substation_whose_disk_is_lost_learns_its_sessions_from_the_others_before_it_takes_new_ones()
    {
        var accepted = await _grid.Client(1).Charging.ChargeAsync(new ChargeRequest("EV_1", 100, Priorities.Normal));
        var node = int.Parse(accepted.SubstationId["substation_".Length..]);
        var observer = node == 1 ? 2 : 1;
        await Eventually.True(
            async () => (await _grid.Client(observer).Charging.SessionsAsync()).Items.Count == 1, "another node has the session");

        await _grid.KillAsync(node);
        Directory.Delete(_grid.DataOf(node), recursive: true);
        await _grid.IsMissedAsync(node, observer);
        _grid.Start(node);
        await _grid.AreReadyAsync(1, 2, 3);

        var substation = await _grid.Client(observer).Charging.SubstationAsync(accepted.SubstationId);
        Assert.Equal((100, 1), (substation.CurrentLoad, substation.ActiveSessions));
    }

    [Fact]
    public async Task Nodes_that_are_all_killed_at_once_come_back_as_one_cluster_whatever_the_order_with_all_they_acknowledged()
    {
        for (var node = 1; node <= 3; node++)
            await _grid.Client(node).Store.PutAsync($"from{node}", "1");

        await Task.WhenAll(_grid.KillAsync(1), _grid.KillAsync(2), _grid.KillAsync(3));
        foreach (var node in (int[])[3, 1, 2])
            _grid.Start(node);
        await _grid.AreReadyAsync(1, 2, 3);

        for (var node = 1; node <= 3; node++)
        {
            await _grid.SeesAsync(node, 1, 2, 3);
            for (var origin = 1; origin <= 3; origin++)
                await Eventually.True(
                    async () => (await _grid.Client(node).Store.GetAsync($"from{origin}"))?.Text == "1",
                    $"node{node} has what node{origin} acknowledged");
        }
    }

    [Fact]
    public async Task A_node_that_was_frozen_until_the_others_removed_it_comes_back_without_a_restart_of_its_process()
    {
        await _grid.FreezeAsync(1);
        await _grid.SeesAsync(2, 2, 3);
        await _grid.Client(2).Store.PutAsync("meanwhile", "2");

        await _grid.ThawAsync(1);
        await _grid.Client(1).Store.PutAsync("awake", "1");

        await _grid.SeesAsync(3, 1, 2, 3);
        await Eventually.True(
            async () => (await _grid.Client(1).Store.GetAsync("meanwhile"))?.Text == "2", "node1 has what it slept through");
        await Eventually.True(
            async () => (await _grid.Client(3).Store.GetAsync("awake"))?.Text == "1", "the others have what node1 took");
    }

    private static WriteOptions All => new() { Concern = WriteConcern.All };
}
