using AkkaGrid.Scenarios.Grid;
using AkkaGrid.Testing;

namespace AkkaGrid.Scenarios.Processes;

/// <summary>
/// One grid of three processes for the stories of nodes that fail: each begins with it whole, and with nobody on it.
/// </summary>
public sealed class SharedProcesses : IAsyncLifetime
{
    internal ThreeProcesses Grid { get; private set; } = null!;

    public async Task InitializeAsync() => Grid = await ThreeProcesses.StartAsync();

    public Task DisposeAsync()
    {
        Grid.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Mends what an earlier story has left.</summary>
    internal async Task ClearAsync()
    {
        await Grid.MendAsync();
        using var http = new HttpClient();
        await Eventually.True(
            async () => (await Task.WhenAll(Grid.Addresses.Select(http.SubstationsOfTheBalancerAsync))).Max() == 3,
            "the balancer has heard of all substations");
        await Grid.Client(1).ClearAsync();
    }
}
