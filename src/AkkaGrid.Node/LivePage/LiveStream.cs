using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Node.Http;

namespace AkkaGrid.Node.LivePage;

/// <summary>Tells one who looks what there is to see, until they hang up, the node stops, or they do not read.</summary>
/// <param name="reader">Their place.</param>
/// <param name="hello">What they are told first; its time is that of the first event.</param>
/// <param name="nodeStops">When the node stops.</param>
internal sealed class LiveStream(LiveBoard.Reader reader, LiveHello hello, CancellationToken nodeStops) : IResult
{
    // What changes meanwhile is told together.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext call)
    {
        using var place = reader;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted, nodeStops);
        var time = call.RequestServices.GetRequiredService<TimeProvider>();
        var stream = new EventStream(call, time);
        try
        {
            await stream.StartAsync(ended.Token);
            await TellAsync(stream, time, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader has hung up, or the node stops.
        }
        catch (TimeoutException)
        {
            call.Abort();
        }
    }

    private async Task TellAsync(EventStream stream, TimeProvider time, CancellationToken ended)
    {
        Add(stream, LiveEvents.Hello, hello, LiveJson.Default.LiveHello);
        while (true)
        {
            var changed = reader.Changed;
            foreach (var (topic, state) in reader.Read())
                stream.Add(topic, null, state);
            if (reader.ReadUpdates() is { } updates)
                Add(stream, LiveEvents.Updates, updates, LiveJson.Default.LiveUpdates);
            await stream.FlushAsync(Patience, ended);

            await Task.Delay(Pace, time, ended);
            await changed.WaitAsync(Heartbeat, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.ThrowIfCancellationRequested();
            if (!changed.IsCompleted)
                Add(stream, LiveEvents.Beat, new LiveBeat(time.GetUtcNow().ToUnixTimeMilliseconds()), LiveJson.Default.LiveBeat);
        }
    }

    private static void Add<T>(EventStream stream, string name, T data, JsonTypeInfo<T> type) =>
        stream.Add(name, null, JsonSerializer.SerializeToUtf8Bytes(data, type));
}
