using AkkaGrid.Scenarios.Grid;

namespace AkkaGrid.Scenarios.Originals;

public sealed class OriginalClientsScenario : IAsyncLifetime
{
    private LocalNodes _grid = null!;

    public async Task InitializeAsync() => _grid = await LocalNodes.StartAsync();

    public Task DisposeAsync() => _grid.DisposeAsync().AsTask();

    [Fact]
    public async Task The_originals_key_value_clients_run_unchanged()
    {
        using var http = new HttpClient();
        var client = new OriginalKvClient(http, [_grid.Address(1), _grid.Address(2), _grid.Address(3)]);

        await client.RunVariantAAsync();
        await client.RunVariantBAsync();
    }

    [Fact]
    public async Task The_originals_load_tester_runs_unchanged()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var tester = new OriginalLoadTester(http, _grid.Address(1), _grid.Address(1));

        var counts = await tester.RunAsync(threads: 10, TimeSpan.FromSeconds(3), seed: 1);

        Assert.InRange(counts.Successful, 1, counts.Total);
        Assert.Equal(
            ["substation_1", "substation_2", "substation_3"], (await tester.SubstationLoadsAsync()).Keys.Order());
    }
}
