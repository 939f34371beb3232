using System.Globalization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Watching;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Sends a watcher its events, until it disconnects, the node stops, or the watcher is too slow.</summary>
/// <remarks>
/// Unread changes stay in the log: a slow watcher holds up only its own connection. One that takes too long to read
/// gets the event cut-off once it reads again, and its stream ends; one that does not read at all loses its connection.
/// </remarks>
internal sealed class WatchResult(Watch watch, KeyValueStore store, CancellationToken nodeStops) : IResult
{
    // A watcher that does not read at all loses its connection after so many times the limit of a slow one.
    private const int AbortFactor = 6;

    public async Task ExecuteAsync(HttpContext call)
    {
        using var place = watch;
        await EventStream.ServeAsync(call, SendOrAbortAsync, nodeStops);

        async Task SendOrAbortAsync(EventStream stream, CancellationToken ended)
        {
            try
            {
                await SendAsync(stream, ended);
            }
            catch (KeyValueException)
            {
                // The replica has gone back behind the watcher's cursor: the watcher learns why when it connects again.
                call.Abort();
            }
            catch (TimeoutException)
            {
                store.WatchCutOff();
                throw;
            }
        }
    }

    private async Task SendAsync(EventStream stream, CancellationToken ended)
    {
        var limit = store.Options.WatchTimeout;
        await foreach (var events in watch.EventsAsync(ended))
        {
            foreach (var item in events)
                Add(stream, item);
            var taken = await stream.FlushAsync(AbortFactor * limit, ended);
            if (taken <= limit)
                continue;
            store.WatchCutOff();
            var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"The watcher took {taken.TotalSeconds:0} s to read its events, and the limit is "
                    + $"{limit.TotalSeconds:0} s; it may resume");
            stream.Add(WatchEvents.CutOff, null, new WatchInterruption(reason), GridJson.Default.WatchInterruption);
            await stream.FlushAsync(limit, ended);
            return;
        }
    }

    private static void Add(EventStream stream, WatchEvent item)
    {
        switch (item)
        {
            case KeysChanged { Update: var update }:
                stream.Add(
                    WatchEvents.Change,
                    update.Cursor.ToString(),
                    new WatchedUpdate(
                        update.Dot.ToString(),
                        Text(update.Timestamp),
                        [.. update.Changes.Select(Write)],
                        CausalContext.Of(update.Dot).ToString()),
                    GridJson.Default.WatchedUpdate);
                break;
            case KeysPresent present:
                stream.Add(
                    WatchEvents.Snapshot,
                    null,
                    new WatchedKeys([.. present.Items.Select(Write)]),
                    GridJson.Default.WatchedKeys);
                break;
            case CursorAwaited { Reason: var reason }:
                stream.AddComment(reason);
                break;
            case CutReached { Cursor: var cursor }:
                stream.Add(
                    WatchEvents.Cursor,
                    cursor.ToString(),
                    new WatchedCut(cursor.Context.ToString()),
                    GridJson.Default.WatchedCut);
                break;
            case ResyncNeeded resync:
                stream.Add(
                    WatchEvents.Resync,
                    resync.Cursor?.ToString(),
                    new WatchInterruption(resync.Reason, resync.Cursor?.Context.ToString()),
                    GridJson.Default.WatchInterruption);
                break;
            default:
                throw new NotSupportedException(item.GetType().Name);
        }
    }

    private static WatchedChange Write(Mutation change)
    {
        if (change.Value is not { } value)
            return new WatchedChange(change.Key.Name, Deleted: true);
        var (text, encoding) = new StoredValue(value.Bytes).Encode();
        return new WatchedChange(change.Key.Name, text, encoding);
    }

    private static WatchedKey Write(KeyValuePair<Key, VersionSet> item)
    {
        var winner = item.Value.Winner!;
        var (text, encoding) = StoreValues.Text(winner);
        return new WatchedKey(
            item.Key.Name,
            winner.Dot.ToString(),
            Text(winner.Timestamp),
            item.Value.Siblings.Count(),
            text,
            encoding,
            Deleted: winner.Value is null);
    }

    private static string Text(HybridTimestamp timestamp) =>
        timestamp.Ticks.ToString("x16", CultureInfo.InvariantCulture);
}
