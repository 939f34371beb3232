using System.Collections.Concurrent;
using System.Diagnostics;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Benchmarks.Failover;

/// <summary>Asks one edge for power at a steady pace, whether or not what it asked before is answered.</summary>
internal sealed class SteadyClient(Uri edge, string name) : IDisposable
{
    // So little that no substation ever runs out of it.
    private const decimal Kilowatts = 0.001m;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new() { BaseAddress = edge, Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentQueue<SteadyAnswer> _answers = new();

    /// <summary>What was answered so far.</summary>
    public IReadOnlyCollection<SteadyAnswer> Answers => _answers;

    /// <summary>Asks until it is enough, and awaits every answer.</summary>
    public async Task RunAsync(CancellationToken enough)
    {
        var grid = new GridClient(_http);
        var open = new List<Task>();
        using var pace = new PeriodicTimer(Pace);
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            await pace.WaitForNextTickAsync(CancellationToken.None);
            open.Add(AskAsync(grid, $"{name}-{i}"));
        }

        await Task.WhenAll(open);
    }

    public void Dispose() => _http.Dispose();

    private async Task AskAsync(GridClient grid, string key)
    {
        var sent = Stopwatch.GetTimestamp();
        var outcome = SteadyAnswer.Accepted;
        try
        {
            await grid.Charging.ChargeAsync(new ChargeRequest($"EV_{key}", Kilowatts, Priorities.Normal), key);
        }
        catch (GridException refused)
        {
            outcome = $"{refused.Status} {refused.Kind}";
        }
        catch (Exception cause) when (cause is HttpRequestException or OperationCanceledException)
        {
            outcome = SteadyAnswer.None;
        }

        _answers.Enqueue(new SteadyAnswer(sent, Stopwatch.GetTimestamp(), outcome));
    }
}
