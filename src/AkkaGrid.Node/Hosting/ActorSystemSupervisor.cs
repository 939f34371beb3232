using Akka.Actor;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>
/// Keeps an actor system running for as long as the node runs: one that ends without a stop of the node (downed,
/// quarantined, or made to leave) is built again, so that the store goes on serving and the node can come back.
/// </summary>
internal sealed class ActorSystemSupervisor(
    NodeSetup setup,
    IServiceProvider services,
    ActorSystemHandle handle,
    TimeProvider time,
    ILogger<ActorSystemSupervisor> log) : BackgroundService
{
    private InnerHost? _inner;

    private string Node => setup.Options.Name;

    /// <summary>Builds the first actor system; if that fails, the node does not start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _inner = await InnerHost.StartAsync(setup, services, seeks: true, cancellationToken);
        handle.Attach(_inner.System);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Leaves the cluster, in bounded time.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_inner is null)
            return;
        try
        {
            await _inner.StopAsync().WaitAsync(setup.Timings.Leave, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            log.LogWarning(
                "{Node} did not leave the cluster within {Leave}; the other members will find it unreachable",
                Node,
                setup.Timings.Leave);
        }
        handle.Detach();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _inner!.System.WhenTerminated.WaitAsync(stoppingToken);
            handle.Detach();
            var left = _inner.Ended is CoordinatedShutdown.ClusterLeavingReason;
            if (left)
                log.LogWarning(
                    "{Node} has left the cluster on command, and stays out until it is commanded to join", Node);
            else
                log.LogWarning("{Node} builds its actor system again, because it {Ended}", Node, Explain(_inner.Ended));
            await DiscardAsync(_inner);
            _inner = null;
            await RebuildAsync(seeks: !left, stoppingToken);
        }
    }

    // A failure while a terminated actor system is disposed of must not keep the next one from being built.
    private async Task DiscardAsync(InnerHost ended)
    {
        try
        {
            await ended.StopAsync();
        }
        catch (Exception error)
        {
            log.LogError(error, "{Node}: the former actor system did not end cleanly", Node);
        }
    }

    private async Task RebuildAsync(bool seeks, CancellationToken stopping)
    {
        for (var pause = setup.Timings.RebuildPause; _inner is null; pause += pause)
        {
            await Task.Delay(
                pause < setup.Timings.MaxRebuildPause ? pause : setup.Timings.MaxRebuildPause, time, stopping);
            try
            {
                _inner = await InnerHost.StartAsync(setup, services, seeks, stopping);
                handle.CountRestart();
                handle.Attach(_inner.System);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                log.LogError(error, "{Node}: the actor system could not be built; it will be tried again", Node);
            }
        }
    }

    private static string Explain(CoordinatedShutdown.Reason? reason) => reason switch
    {
        CoordinatedShutdown.ClusterDowningReason =>
            "was downed: it lost contact with the majority, its cluster gave way to another, or an operator downed it",
        null => "was terminated",
        _ => $"ended with {reason.GetType().Name}",
    };
}
