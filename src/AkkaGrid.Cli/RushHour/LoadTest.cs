using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.RushHour;

/// <summary>
/// The originals' load test: many clients, each sends, waits for the answer, sleeps, and sends again.
/// </summary>
/// <param name="send">Sends one request; throws only when cancelled.</param>
/// <param name="options">How hard it is.</param>
/// <param name="time">The clock that the clients live by.</param>
internal sealed class LoadTest(
    Func<ChargeRequest, CancellationToken, Task<Reply>> send, RushHourOptions options, TimeProvider time)
{
    private readonly Tally _tally = new();
    private readonly long _start = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>What was counted so far.</summary>
    public RushHourReport Report() => _tally.Report(options.Seed, Elapsed);

    /// <summary>Runs to the end, or to a cancellation, which is an end like any other.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Threads).Select(client => DriveAsync(client, cancellationToken)));

    private async Task DriveAsync(int client, CancellationToken cancellationToken)
    {
        // Each client draws from a source of its own, so that a seed repeats its requests whatever the others do.
        var vehicles = new Vehicles(new Random(unchecked((options.Seed * 397) ^ client)), time);
        try
        {
            while (Elapsed < options.Duration)
            {
                var sent = time.GetTimestamp();
                var reply = await send(vehicles.Next(), cancellationToken).ConfigureAwait(false);
                _tally.Add(reply, time.GetElapsedTime(sent));
                await Task.Delay(vehicles.NextPause(), time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The user has seen enough; what was counted stands.
        }
    }
}
