using AkkaGrid.Node.Http;

namespace AkkaGrid.Node.LivePage;

/// <summary>
/// Sends a viewer the events of the live page, until it disconnects, the node stops, or it does not read.
/// </summary>
/// <param name="reader">The viewer's reader of the board.</param>
/// <param name="hello">The first event, with the time at which it is sent.</param>
/// <param name="nodeStops">Cancelled when the node stops.</param>
internal sealed class LiveStream(LiveBoard.Reader reader, LiveHello hello, CancellationToken nodeStops) : IResult
{
    // Changes within this time are sent together.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext call)
    {
        using var place = reader;
        await EventStream.ServeAsync(call, SendAsync, nodeStops);
    }

    private async Task SendAsync(EventStream stream, CancellationToken ended)
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
            await changed.WaitAsync(Heartbeat, stream.Time, ended)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.ThrowIfCancellationRequested();
            if (!changed.IsCompleted)
                stream.Add(
                    LiveEvents.Beat,
                    null,
                    new LiveHeartbeat(stream.Time.GetUtcNow().ToUnixTimeMilliseconds()),
                    LiveJson.Default.LiveHeartbeat);
        }
    }
}
