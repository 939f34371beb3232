using System.Collections.Concurrent;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Scenarios.Charging.Faults;

/// <summary>Looks at the load of every substation at every edge, all the time.</summary>
internal sealed class LoadWatch(IReadOnlyList<GridClient> edges)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Substation> _overloaded = new();
    private int _samples;

    /// <summary>How often an edge has told the loads.</summary>
    public int Samples => _samples;

    /// <summary>The substations that were seen with more load than they may have.</summary>
    public IReadOnlyCollection<Substation> Overloaded => _overloaded;

    public Task RunAsync(CancellationToken enough) => Task.WhenAll(edges.Select(edge => WatchAsync(edge, enough)));

    private async Task WatchAsync(GridClient edge, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                foreach (var substation in (await edge.Charging.SubstationsAsync(patience.Token)).Items)
                    if (substation.CurrentLoad > substation.Limit)
                        _overloaded.Enqueue(substation);
                Interlocked.Increment(ref _samples);
            }
            catch (Exception cause) when (cause is HttpRequestException or OperationCanceledException)
            {
                // That edge is killed or frozen.
            }

            await Task.Delay(Interval, CancellationToken.None);
        }
    }
}
