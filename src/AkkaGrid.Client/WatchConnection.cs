using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>A watch at one node, for as long as its connection lasts.</summary>
internal static class WatchConnection
{
    /// <exception cref="GridException">The node refuses.</exception>
    public static async Task<EventStream<WatchEvent>> OpenAsync(
        GridConnection node, WatchOptions options, string? cursor, CancellationToken cancellationToken)
    {
        var query = Query.Of(
            ("prefix", options.Prefix.Length == 0 ? null : options.Prefix),
            ("initial", options.Initial ? "true" : null));
        var request = node.Request(HttpMethod.Get, "/store/watch" + query);
        if (cursor is not null)
            request.Headers.TryAddWithoutValidation(GridHeaders.LastEventId, cursor);
        var response = await node.SendCausallyAsync(
            request, cancellationToken, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        var reader = new WatchReader(node.Session);
        return await EventStream<WatchEvent>.OpenAsync(response, reader.Read, options.Silence, cancellationToken)
            .ConfigureAwait(false);
    }
}
