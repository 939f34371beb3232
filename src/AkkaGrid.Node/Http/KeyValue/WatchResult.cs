using System.Globalization;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Watching;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Tells a watcher what it watches, until it hangs up, the node stops, or the watcher is too slow.</summary>
/// <remarks>
/// What is not read yet stays in the log: a slow watcher holds up only its own connection. One that takes too long to read
/// is told so and cut off once it reads again; one that does not read at all loses its connection.
/// </remarks>
internal sealed class WatchResult(Watch watch, KeyValueStore store, CancellationToken nodeStops) : IResult
{
    // How much longer than a slow watcher one may take that does not read at all.
    private const int PatienceWithTheDead = 6;

    public async Task ExecuteAsync(HttpContext call)
    {
        using var place = watch;
        await EventStream.ServeAsync(call, TellOrAbortAsync, nodeStops);

        async Task TellOrAbortAsync(EventStream stream, CancellationToken ended)
        {
            try
            {
                await TellAsync(stream, ended);
            }
            catch (KeyValueException)
            {
                // The replica has gone back behind what the watcher has seen: it is told why once it comes again.
                call.Abort();
            }
            catch (TimeoutException)
            {
                store.WatchCutOff();
                throw;
            }
        }
    }

    private async Task TellAsync(EventStream stream, CancellationToken ended)
    {
        var patience = store.Options.WatchTimeout;
        await foreach (var events in watch.EventsAsync(ended))
        {
            foreach (var item in events)
                Add(stream, item);
            var taken = await stream.FlushAsync(PatienceWithTheDead * patience, ended);
            if (taken <= patience)
                continue;
            store.WatchCutOff();
            var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"The watcher took {taken.TotalSeconds:0} s to read what it was told, and has {patience.TotalSeconds:0} s; it may resume");
            stream.Add(WatchEvents.CutOff, null, new WatchInterruption(reason), GridJson.Default.WatchInterruption);
            await stream.FlushAsync(patience, ended);
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

    private static string Text(HybridTimestamp timestamp) => timestamp.Ticks.ToString("x16", CultureInfo.InvariantCulture);
}
