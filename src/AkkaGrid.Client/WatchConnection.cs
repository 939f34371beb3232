using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>A watch at one node, for as long as its connection lasts.</summary>
internal sealed class WatchConnection(EventStream<WatchEvent> events) : IAsyncDisposable
{
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
        var reader = new WatchReader(node.Session);
        return new(await EventStream<WatchEvent>.OpenAsync(response, reader.Read, options.Silence, cancel).ConfigureAwait(false));
    }

    /// <summary>The next event; null where the connection is over.</summary>
    public async Task<WatchEvent?> NextAsync()
    {
        while (await events.NextAsync().ConfigureAwait(false) is { } next && next.EventType != WatchEvents.CutOff)
            if (next.Data is { } item)
                return item with { Cursor = next.EventId };
        return null;
    }

    public ValueTask DisposeAsync() => events.DisposeAsync();
}
