using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue.Watching;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Watching;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Changes as they are delivered: <c>GET /store/watch</c>.</summary>
internal static class WatchRoute
{
    public static async Task<IResult> WatchAsync(
        HttpContext call, KeyValueStore store, IHostApplicationLifetime node, string prefix = "", bool initial = false)
    {
        if (prefix.Length > 0)
            StoreValues.UserKey(prefix);
        WatchCursor? cursor = null;
        var lastEventId = call.Request.Headers[GridHeaders.LastEventId].ToString();
        if (lastEventId.Length > 0 && !WatchCursor.TryParse(lastEventId, out cursor))
            throw new BadHttpRequestException($"{GridHeaders.LastEventId} is not the id of an event of a watch");
        var watch = await store.WatchAsync(
            new WatchRequest(prefix) { Cursor = cursor, Initial = initial, Context = CausalExchange.Read(call) },
            call.RequestAborted);
        return new WatchResult(watch, store, node.ApplicationStopping);
    }
}
