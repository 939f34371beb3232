using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>The nodes of this process, started and stopped together.</summary>
internal sealed class Grid : IAsyncDisposable
{
    private Grid(IReadOnlyList<GridNode> nodes) => Nodes = nodes;

    /// <summary>The nodes, in order.</summary>
    public IReadOnlyList<GridNode> Nodes { get; }

    /// <summary>Starts all nodes, or none.</summary>
    /// <exception cref="StartException">One of them cannot start.</exception>
    public static async Task<Grid> StartAsync(
        IReadOnlyList<NodeSetup> setups, CancellationToken cancellationToken = default)
    {
        var starts = setups.Select(setup => GridNode.StartAsync(setup, cancellationToken)).ToList();
        try
        {
            return new Grid(await Task.WhenAll(starts));
        }
        catch
        {
            foreach (var start in starts.Where(start => start.IsCompletedSuccessfully))
                await (await start).DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs until a stop is requested, or a node cannot go on.</summary>
    /// <exception cref="StartException">A node cannot go on.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var stopped = Task.Delay(Timeout.Infinite, stop);
        var failures = Nodes.Select(node => node.Failure).ToList();
        var ended = await Task.WhenAny([stopped, .. failures]);
        await DisposeAsync();
        if (ended is Task<string> failure)
            throw new StartException(await failure);
    }

    /// <summary>
    /// Stops the nodes one after the other, the one with the balancer last: nodes that leave together would hand the
    /// balancer over to another that leaves, and wait for it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes.OrderBy(node => node.HasBalancer))
            await node.StopAsync();
    }
}
