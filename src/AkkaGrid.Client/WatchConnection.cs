using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>A watch at one node, for as long as its connection lasts.</summary>
internal sealed class WatchConnection : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<WatchEvent?>> _events;
    private readonly CancellationTokenSource _silence;
    private readonly TimeSpan _limit;
    private readonly CausalSession _session;
    private bool _toldKeys;

    private WatchConnection(HttpResponseMessage response, Stream body, WatchOptions options, CausalSession session, CancellationToken cancel)
    {
        _response = response;
        _limit = options.Silence;
        _session = session;
        _silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _events = SseParser.Create(body, Read).EnumerateAsync(_silence.Token).GetAsyncEnumerator(_silence.Token);
    }

    /// <exception cref="GridException">The node refuses.</exception>
    public static async Task<WatchConnection> OpenAsync(
        GridConnection node, WatchOptions options, string? cursor, CancellationToken cancel)
    {
        var query = Query.Of(
            ("prefix", options.Prefix.Length == 0 ? null : options.Prefix), ("initial", options.Initial ? "true" : null));
        var request = node.Request(HttpMethod.Get, "/store/watch" + query);
        if (cursor is not null)
            request.Headers.TryAddWithoutValidation(GridHeaders.LastEventId, cursor);
        var response = await node.SendCausallyAsync(request, cancel, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        try
        {
            await Problems.ThrowIfErrorAsync(response, cancel).ConfigureAwait(false);
            var body = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            return new WatchConnection(response, body, options, node.Session, cancel);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The next event; null where the connection is over.</summary>
    public async Task<WatchEvent?> NextAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                _silence.CancelAfter(_limit);
                if (!await _events.MoveNextAsync().ConfigureAwait(false) || _events.Current.EventType == WatchEvents.CutOff)
                    return null;
                if (_events.Current.Data is { } item)
                    return item with { Cursor = _events.Current.EventId };
            }
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested
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

    /// <summary>Reads an event; one of a kind that is not known yet is passed over.</summary>
    private WatchEvent? Read(string kind, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case WatchEvents.Change:
                var update = Read(data, GridJson.Default.WatchedUpdate);
                _session.Join(update.Context);
                return new KeysChanged(update, null);
            case WatchEvents.Snapshot:
                _toldKeys = true;
                return new KeysPresent(Read(data, GridJson.Default.WatchedKeys).Items);
            case WatchEvents.Cursor:
                var cut = Read(data, GridJson.Default.WatchedCut);
                _session.Join(_toldKeys ? cut.Context : null);
                _toldKeys = false;
                return new CutReached(cut.Context, null);
            case WatchEvents.Resync:
                var resync = Read(data, GridJson.Default.WatchInterruption);
                _session.Join(resync.Context);
                return new ResyncNeeded(resync.Reason, null);
            default:
                return null;
        }
    }

    private static T Read<T>(ReadOnlySpan<byte> data, JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(data, type) ?? throw new JsonException("null");
}
