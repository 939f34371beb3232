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
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext call)
    {
        using var place = reader;
        await EventStream.ServeAsync(call, TellAsync, nodeStops);
    }

    private async Task TellAsync(EventStream stream, CancellationToken ended)
    {
        stream.Add(LiveEvents.Hello, null, hello, LiveJson.Default.LiveHello);
        while (true)
        {
            var changed = reader.Changed;
            foreach (var (topic, state) in reader.Read())
                stream.Add(topic, null, state);
            if (reader.ReadUpdates() is { } updates)
                stream.Add(LiveEvents.Updates, null, updates, LiveJson.Default.LiveUpdates);
            await stream.FlushAsync(WriteTimeout, ended);

            await Task.Delay(Pace, stream.Time, ended);
            await changed.WaitAsync(Heartbeat, stream.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.ThrowIfCancellationRequested();
            if (!changed.IsCompleted)
                stream.Add(LiveEvents.Beat, null, new LiveHeartbeat(stream.Time.GetUtcNow().ToUnixTimeMilliseconds()), LiveJson.Default.LiveHeartbeat);
        }
    }
}
