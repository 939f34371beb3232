using AkkaGrid.Charging;
using AkkaGrid.KeyValue.Storage;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>One running node: its HTTP edge and all that outlives an actor system.</summary>
internal sealed class GridNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly NodeSetup _setup;
    private bool _stopped;

    private GridNode(WebApplication app, NodeSetup setup)
    {
        _app = app;
        _setup = setup;
    }

    /// <summary>The node's settings.</summary>
    public NodeOptions Options => _setup.Options;

    /// <summary>The services of the node.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where it answers HTTP, with the actual ports.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _app.Urls.Select(url => new Uri(url))];

    /// <summary>Whether the balancer runs here.</summary>
    public bool HasBalancer =>
        !_stopped && Services.GetRequiredService<ChargingGateway>().BalancerNode == Options.Name;

    /// <summary>Completes with the reason when the node cannot go on.</summary>
    public Task<string> Failure => Services.GetRequiredService<NodeFailure>().Reason;

    /// <summary>Starts a node. When this returns, the node serves and is looking for a cluster.</summary>
    /// <exception cref="StartException">Its ports or its data directory are not available.</exception>
    public static async Task<GridNode> StartAsync(NodeSetup setup, CancellationToken cancellationToken = default)
    {
        GridNode? node = null;
        try
        {
            node = new GridNode(Build(setup), setup);
            await node._app.StartAsync(cancellationToken);
            return node;
        }
        catch (Exception error)
        {
            if (node is not null)
                await node.DisposeAsync();
            if (error is OperationCanceledException)
                throw;
            throw new StartException($"{setup.Options.Name} cannot start: {Explain(error)}");
        }
    }

    /// <summary>Ends requests in progress, leaves the cluster, closes the store; in bounded time.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    // A storage error explains itself; of all other errors, the innermost one says most.
    private static string Explain(Exception error) => (error as StorageException ?? error.GetBaseException()).Message;

    private static WebApplication Build(NodeSetup setup)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(GridNode).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.AddConsoleLogs(setup.Logging);
        builder.WebHost.UseKestrelCore().UseUrls([.. setup.Urls]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = setup.Timings.Drain);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        NodeComposition.AddServices(builder.Services, setup);
        var app = builder.Build();
        NodeComposition.MapRoutes(app);
        return app;
    }
}
