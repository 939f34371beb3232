namespace AkkaGrid.Scenarios.Grid;

/// <summary>
/// One local grid for the stories that leave it as they found it: to start one takes longer than most of them.
/// </summary>
public sealed class SharedGrid : IAsyncLifetime
{
    internal LocalNodes Nodes { get; private set; } = null!;

    public async Task InitializeAsync() => Nodes = await LocalNodes.StartAsync();

    public Task DisposeAsync() => Nodes.DisposeAsync().AsTask();

    internal Task ClearAsync() => Nodes.Client(1).ClearAsync();
}
