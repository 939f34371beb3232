using System.Collections.Concurrent;
using System.Diagnostics;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Scenarios.Charging.Faults;

/// <summary>
/// Vehicles that come in lanes, charge for a moment and leave. Each insists: where it has no answer after a moment, or
/// one that is not final, it asks with its key at the next edge too.
/// </summary>
/// <param name="edges">Where they ask.</param>
/// <param name="lanes">How many charge at once.</param>
/// <param name="name">What the names of the vehicles begin with.</param>
/// <param name="seed">What chance follows from.</param>
internal sealed class Traffic(IReadOnlyList<GridClient> edges, int lanes, string name, int seed)
{
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<ChargeAttempt> _attempts = new();
    private readonly ConcurrentQueue<Task> _unanswered = new();
    private readonly ConcurrentDictionary<string, ChargeRequest> _vehicles = new();
    private readonly string[] _doing = new string[lanes];
    private int _served;

    /// <summary>What becomes of the vehicles that have not left, for who wants to know why.</summary>
    public string Present => string.Join('\n', _doing);

    /// <summary>How many have charged and left.</summary>
    public int Served => _served;

    /// <summary>What was answered so far.</summary>
    public IReadOnlyCollection<ChargeAttempt> Attempts => _attempts;

    /// <summary>What was asked for, by key.</summary>
    public IReadOnlyDictionary<string, ChargeRequest> Vehicles => _vehicles;

    /// <summary>
    /// Lets vehicles come until it is enough, and then awaits that all of them have left and all is answered.
    /// </summary>
    public async Task RunAsync(CancellationToken enough)
    {
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => RunAsync(lane, enough)));
        await Task.WhenAll(_unanswered);
    }

    private async Task RunAsync(int lane, CancellationToken enough)
    {
        var random = new Random((seed * 1000) + lane);
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var key = $"{name}{lane}_{i}";
            var vehicle = _vehicles[key] = new ChargeRequest(key, random.Next(2, 6), Priorities.Normal);
            _doing[lane] = $"{key} asks for {vehicle.ChargeAmount} kW";
            var session = await InsistAsync(key, vehicle, random.Next(edges.Count));
            await Task.Delay(random.Next(300), CancellationToken.None);
            _doing[lane] = $"{key} leaves {session.SubstationId}";
            await LeaveAsync(session.SessionId, random.Next(edges.Count));
            Interlocked.Increment(ref _served);
        }
    }

    private async Task<ChargeAccepted> InsistAsync(string key, ChargeRequest vehicle, int edge)
    {
        var came = Stopwatch.GetTimestamp();
        var open = new List<Task<ChargeAttempt>>();
        while (Stopwatch.GetElapsedTime(came) < LongestStay)
        {
            open.Add(AskAsync(key, vehicle, edge++ % edges.Count));
            if (await Task.WhenAny([.. open, Task.Delay(Impatience)]) is not Task<ChargeAttempt> first)
                continue;
            open.Remove(first);
            if ((await first).Accepted is { } accepted)
            {
                open.ForEach(_unanswered.Enqueue);
                return accepted;
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException(
            $"No power for {key}:\n{string.Join('\n', _attempts.Where(attempt => attempt.Key == key))}");
    }

    private async Task<ChargeAttempt> AskAsync(string key, ChargeRequest vehicle, int edge)
    {
        var sent = Stopwatch.GetTimestamp();
        ChargeAccepted? accepted = null;
        GridException? refused = null;
        string? failure = null;
        try
        {
            accepted = await edges[edge].Charging.ChargeAsync(vehicle, key);
        }
        catch (GridException refusal)
        {
            refused = refusal;
        }
        catch (Exception cause) when (cause is HttpRequestException or OperationCanceledException)
        {
            failure = cause.Message;
        }

        var attempt = new ChargeAttempt(key, edge + 1, Stopwatch.GetElapsedTime(sent), accepted, refused, failure);
        _attempts.Enqueue(attempt);
        return attempt;
    }

    private async Task LeaveAsync(string session, int edge)
    {
        var went = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(went) < LongestStay)
        {
            using var impatience = new CancellationTokenSource(Impatience * 4);
            try
            {
                await edges[edge++ % edges.Count].Charging.EndSessionAsync(session, impatience.Token);
                return;
            }
            catch (Exception cause) when (cause is HttpRequestException or OperationCanceledException
                or GridException { Status: 503 or 404 })
            {
                // Its substation, or that edge, is not there at the moment.
                await Task.Delay(Pause);
            }
        }

        throw new TimeoutException($"Session {session} cannot be ended");
    }
}
