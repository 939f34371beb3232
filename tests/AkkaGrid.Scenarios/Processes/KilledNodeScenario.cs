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

    private static WriteOptions All => new() { Concern = WriteConcern.All };
}
