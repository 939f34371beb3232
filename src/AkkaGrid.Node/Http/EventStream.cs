using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Node.Http.Contracts;

namespace AkkaGrid.Node.Http;

/// <summary>An answer of server-sent events that measures how long its reader takes.</summary>
/// <remarks>The format is that of the HTML standard, section 9.2; each event has one line of data.</remarks>
internal sealed class EventStream(HttpContext call, TimeProvider time)
{
    /// <summary>The clock that times the reader.</summary>
    public TimeProvider Time => time;

    /// <summary>
    /// Answers a call with events until all are sent, the client disconnects, or the node stops. A client that does not
    /// read loses its connection.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="send">Adds and flushes events, until it is cancelled.</param>
    /// <param name="nodeStops">Cancelled when the node stops.</param>
    public static async Task ServeAsync(
        HttpContext call, Func<EventStream, CancellationToken, Task> send, CancellationToken nodeStops)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted, nodeStops);
        var stream = new EventStream(call, call.RequestServices.GetRequiredService<TimeProvider>());
        try
        {
            await stream.StartAsync(ended.Token);
            if (!HeadRequest.Is(call))
                await send(stream, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client has disconnected, or the node stops: the client resumes at another node.
        }
        catch (TimeoutException)
        {
            call.Abort();
        }
    }

    /// <summary>Adds an event to what goes out with the next flush.</summary>
    /// <param name="name">The kind of event.</param>
    /// <param name="id">The id from which a reader resumes after this event; null where it cannot.</param>
    /// <param name="data">Its data.</param>
    /// <param name="type">The JSON type of the data.</param>
    public void Add<T>(string name, string? id, T data, JsonTypeInfo<T> type) =>
        Add(name, id, JsonSerializer.SerializeToUtf8Bytes(data, type));

    /// <summary>Adds an event to what goes out with the next flush.</summary>
    /// <param name="name">The kind of event.</param>
    /// <param name="id">The id from which a reader resumes after this event; null where it cannot.</param>
    /// <param name="data">Its data, one line.</param>
    public void Add(string name, string? id, ReadOnlySpan<byte> data)
    {
        var writer = call.Response.BodyWriter;
        Encoding.UTF8.GetBytes(id is null ? $"event: {name}\ndata: " : $"event: {name}\nid: {id}\ndata: ", writer);
        writer.Write(data);
        writer.Write("\n\n"u8);
    }

    /// <summary>Adds a comment. Readers ignore it; it shows that the stream is alive.</summary>
    /// <param name="text">One line.</param>
    public void AddComment(string text) => Encoding.UTF8.GetBytes($": {text}\n\n", call.Response.BodyWriter);

    /// <summary>Sends the added events.</summary>
    /// <returns>How long the reader took to make room for them.</returns>
    /// <exception cref="TimeoutException">
    /// It did not within the limit; the connection cannot be used any more.
    /// </exception>
    public async Task<TimeSpan> FlushAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await call.Response.BodyWriter.FlushAsync(CancellationToken.None).AsTask()
            .WaitAsync(limit, time, cancellationToken);
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
