namespace AkkaGrid.Node.Hosting;

/// <summary>Leaves the signals of the process alone: the process has several hosts and one place that stops them all.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
