using System.Buffers;
using System.Text;

namespace AkkaGrid.Node.Http;

/// <summary>An answer of server-sent events, which knows how long its reader takes.</summary>
/// <remarks>The format is that of the HTML standard, section 9.2; each event has one line of data.</remarks>
internal sealed class EventStream(HttpContext call, TimeProvider time)
{
    /// <summary>Starts the answer.</summary>
    public Task StartAsync(CancellationToken cancelled)
    {
        call.Response.ContentType = "text/event-stream";
        call.Response.Headers.CacheControl = "no-cache,no-store";
        call.Response.Headers["X-Accel-Buffering"] = "no";
        return call.Response.StartAsync(cancelled);
    }

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

    /// <summary>Sends what was added.</summary>
    /// <returns>How long its reader took to make room for it.</returns>
    /// <exception cref="TimeoutException">It did not within the limit; the connection is beyond use.</exception>
    public async Task<TimeSpan> FlushAsync(TimeSpan limit, CancellationToken cancelled)
    {
        var started = time.GetTimestamp();
        await call.Response.BodyWriter.FlushAsync(CancellationToken.None).AsTask().WaitAsync(limit, time, cancelled);
        return time.GetElapsedTime(started);
    }
}
