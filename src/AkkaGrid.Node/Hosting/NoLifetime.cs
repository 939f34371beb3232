namespace AkkaGrid.Node.Hosting;

/// <summary>
/// Does not handle the signals of the process: the process has several hosts, and <see cref="StopSignal"/> stops them
/// all.
/// </summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
