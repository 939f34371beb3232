using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Node.Http.Contracts;

namespace AkkaGrid.Node.Http;

/// <summary>An answer of server-sent events, which knows how long its reader takes.</summary>
/// <remarks>The format is that of the HTML standard, section 9.2; each event has one line of data.</remarks>
internal sealed class EventStream(HttpContext call, TimeProvider time)
{
    /// <summary>The clock by which its reader is timed.</summary>
    public TimeProvider Time => time;

    /// <summary>Answers a call with events until all is told, the reader hangs up, or the node stops. One that does not read loses its connection.</summary>
    /// <param name="call">The call.</param>
    /// <param name="tell">Adds and flushes events, until it is cancelled.</param>
    /// <param name="nodeStops">When the node stops.</param>
    public static async Task ServeAsync(
        HttpContext call, Func<EventStream, CancellationToken, Task> tell, CancellationToken nodeStops)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted, nodeStops);
        var stream = new EventStream(call, call.RequestServices.GetRequiredService<TimeProvider>());
        try
        {
            await stream.StartAsync(ended.Token);
            if (!HeadRequest.Is(call))
                await tell(stream, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader has hung up, or the node stops: the reader goes on elsewhere.
        }
        catch (TimeoutException)
        {
            call.Abort();
        }
    }

    /// <summary>Adds an event to what goes out with the next flush.</summary>
    /// <param name="name">What kind of event it is.</param>
    /// <param name="id">What its reader names to go on behind it; null where it cannot.</param>
    /// <param name="data">Its data.</param>
    /// <param name="type">How that is written.</param>
    public void Add<T>(string name, string? id, T data, JsonTypeInfo<T> type) =>
        Add(name, id, JsonSerializer.SerializeToUtf8Bytes(data, type));

    /// <summary>Adds an event to what goes out with the next flush.</summary>
    /// <param name="name">What kind of event it is.</param>
    /// <param name="id">What its reader names to go on behind it; null where it cannot.</param>
    /// <param name="data">Its data, one line.</param>
    public void Add(string name, string? id, ReadOnlySpan<byte> data)
    {
        var writer = call.Response.BodyWriter;
        Encoding.UTF8.GetBytes(id is null ? $"event: {name}\ndata: " : $"event: {name}\nid: {id}\ndata: ", writer);
        writer.Write(data);
        writer.Write("\n\n"u8);
    }

    /// <summary>Adds a comment, which readers take for a sign of life and nothing else.</summary>
    /// <param name="text">One line.</param>
    public void AddComment(string text) => Encoding.UTF8.GetBytes($": {text}\n\n", call.Response.BodyWriter);

    /// <summary>Sends what was added.</summary>
    /// <returns>How long its reader took to make room for it.</returns>
    /// <exception cref="TimeoutException">It did not within the limit; the connection is beyond use.</exception>
    public async Task<TimeSpan> FlushAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await call.Response.BodyWriter.FlushAsync(CancellationToken.None).AsTask().WaitAsync(limit, time, cancellationToken);
        return time.GetElapsedTime(started);
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        call.Response.ContentType = "text/event-stream";
        call.Response.Headers.CacheControl = "no-cache,no-store";
        call.Response.Headers["X-Accel-Buffering"] = "no";
        return call.Response.StartAsync(cancellationToken);
    }
}
