using System.Diagnostics;

namespace AkkaGrid.Charging.Tests.Cluster;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task HoldsAsync(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "The condition did not come to hold");
            await Task.Delay(20);
        }
    }
}
