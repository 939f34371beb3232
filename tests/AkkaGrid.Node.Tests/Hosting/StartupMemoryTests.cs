using AkkaGrid.Node.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.Node.Tests.Hosting;

public sealed class StartupMemoryTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task It_is_released_once_the_start_is_over()
    {
        var released = StartupMemory.ReleaseAsync(_time, CancellationToken.None);
        Assert.False(released.IsCompleted);

        _time.Advance(StartupMemory.Rest);

        await released.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_node_that_stops_before_releases_nothing()
    {
        using var stop = new CancellationTokenSource();
        var released = StartupMemory.ReleaseAsync(_time, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => released);
    }
}
