using System.Net.ServerSentEvents;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>The server-sent events of one response, until it ends, breaks, or is silent for too long.</summary>
/// <typeparam name="T">What an event tells; null where its kind is not known yet.</typeparam>
internal sealed class EventStream<T> : IAsyncDisposable
    where T : class
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<T?>> _events;
    private readonly SilenceLimit _body;
    private readonly CancellationToken _cancel;

    private EventStream(
        HttpResponseMessage response,
        Stream body,
        SseItemParser<T?> read,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        _response = response;
        _cancel = cancellationToken;
        _body = new SilenceLimit(body, limit, TimeProvider.System);
        _events = SseParser.Create(_body, read).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>Why the stream is over, as the end of a sentence; null while it is not.</summary>
    public string? Ended { get; private set; }

    /// <summary>Begins to read a response, of which the headers have come; the stream disposes of it.</summary>
    /// <exception cref="GridException">The node refuses.</exception>
    public static async Task<EventStream<T>> OpenAsync(
        HttpResponseMessage response, SseItemParser<T?> read, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Problems.ThrowIfErrorAsync(response, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new EventStream<T>(response, body, read, limit, cancellationToken);
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
        try
        {
            if (await _events.MoveNextAsync().ConfigureAwait(false)
                && _events.Current is var next
                && next.EventType != WatchEvents.CutOff)
                return next;
            Ended = "the node ended it";
        }
        catch (TimeoutException silence)
        {
            Ended = silence.Message;
        }
        catch (Exception failure) when (!_cancel.IsCancellationRequested
            && failure is HttpRequestException or IOException or OperationCanceledException)
        {
            Ended = "it broke off";
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
