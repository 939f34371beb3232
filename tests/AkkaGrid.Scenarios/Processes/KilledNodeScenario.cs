using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Processes;

[Collection(SharedProcessesStories.Name)]
public sealed class KilledNodeScenario(SharedProcesses processes) : IAsyncLifetime
{
    private readonly ThreeProcesses _grid = processes.Grid;

    public Task InitializeAsync() => processes.ClearAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_node_whose_disk_is_lost_learns_its_sessions_from_the_others_before_it_takes_new_ones_and_replicates_again_both_ways()
    {
        var accepted = await _grid.Client(1).Charging.ChargeAsync(new ChargeRequest("EV_1", 100, Priorities.Normal));
        var node = int.Parse(accepted.SubstationId["substation_".Length..]);
        var observer = node == 1 ? 2 : 1;
        await Eventually.True(
            async () =>
                (await _grid.Client(observer).Charging.SessionsAsync(state: SessionStates.Active)).Items.Count == 1,
            "another node has the session");
        await _grid.Client(node).Store.PutAsync("before", "1", options: All);

        await _grid.KillAsync(node);
        Directory.Delete(_grid.DataOf(node), recursive: true);
        await _grid.IsMissedAsync(node, observer);
        await _grid.Client(observer).Store.PutAsync("meanwhile", "2");
        _grid.Start(node);
        await _grid.AreReadyAsync(1, 2, 3);

        var substation = await _grid.Client(observer).Charging.SubstationAsync(accepted.SubstationId);
        Assert.Equal((100, 1), (substation.CurrentLoad, substation.ActiveSessions));
        await Eventually.True(
            async () => (await _grid.Client(node).Store.GetAsync("meanwhile"))?.Text == "2", "it has what it missed");
        Assert.Equal("1", (await _grid.Client(node).Store.GetAsync("before"))!.Text);
        await _grid.Client(node).Store.PutAsync("after", "3", options: All);
        Assert.Equal("3", (await _grid.Client(observer).Store.GetAsync("after"))!.Text);
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

    private static WriteOptions All => new() { Concern = WriteConcern.All };
}
