using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Watching;
using AkkaGrid.Node.Http.Reference;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Changes as they are delivered: <c>GET /store/watch</c>.</summary>
internal static class WatchRoute
{
    public static async Task<IResult> WatchAsync(
        HttpContext call, KeyValueStore store, IHostApplicationLifetime node, string prefix = "", bool initial = false)
    {
        WatchCursor? cursor = null;
        var lastEventId = call.Request.Headers[GridHeaders.LastEventId].ToString();
        if (lastEventId.Length > 0 && !WatchCursor.TryParse(lastEventId, out cursor))
            throw new BadHttpRequestException($"{GridHeaders.LastEventId} must be {Rules.Cursor.Expected}");
        var watch = await store.WatchAsync(
            new WatchRequest(prefix) { Cursor = cursor, Initial = initial, Context = CausalExchange.Read(call) },
            call.RequestAborted);
        return new WatchResult(watch, store, node.ApplicationStopping);
    }
}
