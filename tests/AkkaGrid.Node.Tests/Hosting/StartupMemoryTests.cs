using System.Runtime.CompilerServices;
using AkkaGrid.Node.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AkkaGrid.Node.Tests.Hosting;

public sealed class StartupMemoryTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Garbage_that_has_grown_old_is_collected_once_the_start_is_over()
    {
        var garbage = OldGarbage();
        var released = StartupMemory.ReleaseAsync(_time, CancellationToken.None);
        Assert.False(released.IsCompleted);

        _time.Advance(StartupMemory.Rest);

        await released.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(garbage.IsAlive);
    }

    [Fact]
    public async Task A_node_that_stops_before_releases_nothing()
    {
        using var stop = new CancellationTokenSource();
        var released = StartupMemory.ReleaseAsync(_time, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => released);
    }

    // What only a full collection takes; made where no local of a test keeps it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference OldGarbage()
    {
        var garbage = new object();
        for (var generation = 0; generation < GC.MaxGeneration; generation++)
            GC.Collect(generation);
        GC.KeepAlive(garbage);
        return new WeakReference(garbage);
    }
}
