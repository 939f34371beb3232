using AkkaGrid.Scenarios.Grid;

namespace AkkaGrid.Scenarios.Browser;

/// <summary>
/// A local grid and a browser to look at it, for all stories of a class; neither where there is no browser.
/// </summary>
public sealed class LookedAtGrid : IAsyncLifetime
{
    internal LocalNodes Nodes { get; private set; } = null!;

    internal Chromium Chromium { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Browser.Chromium.Path is null)
            return;
        Nodes = await LocalNodes.StartAsync();
        Chromium = await Browser.Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Chromium is not null)
            await Chromium.DisposeAsync();
        if (Nodes is not null)
            await Nodes.DisposeAsync();
    }
}
