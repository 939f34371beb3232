using System.Net.ServerSentEvents;

namespace AkkaGrid.Client;

/// <summary>The server-sent events of one response, until it ends, breaks, or is silent for too long.</summary>
/// <typeparam name="T">What an event tells; null where its kind is not known yet.</typeparam>
internal sealed class EventStream<T> : IAsyncDisposable
    where T : class
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<T?>> _events;
    private readonly CancellationTokenSource _silence;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancel;

    private EventStream(HttpResponseMessage response, Stream body, SseItemParser<T?> read, TimeSpan limit, CancellationToken cancel)
    {
        _response = response;
        _limit = limit;
        _cancel = cancel;
        _silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _events = SseParser.Create(body, read).EnumerateAsync(_silence.Token).GetAsyncEnumerator(_silence.Token);
    }

    /// <summary>Begins to read a response, of which the headers have come; the stream disposes of it.</summary>
    /// <exception cref="GridException">The node refuses.</exception>
    public static async Task<EventStream<T>> OpenAsync(
        HttpResponseMessage response, SseItemParser<T?> read, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            await Problems.ThrowIfErrorAsync(response, cancel).ConfigureAwait(false);
            var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            return new EventStream<T>(response, body, read, limit, cancel);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The next event; null where the stream is over.</summary>
    public async Task<SseItem<T?>?> NextAsync()
    {
        _silence.CancelAfter(_limit);
        try
        {
            return await _events.MoveNextAsync().ConfigureAwait(false) ? _events.Current : null;
        }
        catch (Exception failure) when (!_cancel.IsCancellationRequested
            && failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
        _silence.Dispose();
    }
}
