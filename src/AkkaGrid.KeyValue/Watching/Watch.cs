using System.Runtime.CompilerServices;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Storage;
using AkkaGrid.Core.KeyValue.Watching;

namespace AkkaGrid.KeyValue.Watching;

/// <summary>An open watch: one of the places that a store has for watchers, until it is disposed of.</summary>
public sealed class Watch : IDisposable
{
    private const int PageKeys = 100;
    private const long PageBytes = 256 << 10;

    private readonly KeyValueStore _store;
    private readonly WatchRequest _request;
    private readonly IDisposable _place;

    internal Watch(KeyValueStore store, WatchRequest request, IDisposable place)
    {
        _store = store;
        _request = request;
        _place = place;
    }

    /// <summary>
    /// What the watcher is told, in causal order, for as long as it asks, some events at a time; nothing is read ahead
    /// of it. From time to time the cut that it has reached, though no key that it wants to know of has changed: its
    /// place in the log must not grow old.
    /// </summary>
    /// <exception cref="ContextNotReachedException">
    /// The replica has gone back behind what the watcher has seen, for too long.
    /// </exception>
    /// <exception cref="StoreUnavailableException">It has, and is not there to wait at.</exception>
    public async IAsyncEnumerable<IReadOnlyList<WatchEvent>> EventsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_request.Cursor is { } resumed)
        {
            while (await _store.AwaitCursorAsync(resumed, cancellationToken) is { } reason)
                yield return [new CursorAwaited(reason)];
        }

        WatchFeed? feed = null;
        var hasMissed = _request.Cursor is { } cursor
            && !WatchFeed.TryResume(_store.Storage, _request.Prefix, cursor, out feed);
        var hasTold = false;
        var lastTold = _store.Time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (feed is null)
            {
                // Where the replica has gone back behind what the watcher has seen, it is waited for again.
                using var view = await _store.OpenViewAsync(_request.Context, cancellationToken);
                feed = WatchFeed.After(_store.Storage, _request.Prefix, view.State);
                foreach (var events in Begin(view, feed.Cursor, hasMissed))
                    yield return events;
                lastTold = _store.Time.GetTimestamp();
                hasTold = true;
            }

            var committed = _store.Commits.Next;
            var stretch = feed!.Read();
            if (!stretch.Updates.IsEmpty)
            {
                yield return [.. stretch.Updates.Select(update => new KeysChanged(update))];
                lastTold = _store.Time.GetTimestamp();
            }

            if (stretch.IsGap)
            {
                (feed, hasMissed) = (null, true);
                continue;
            }

            var untilCut = _store.Options.WatchHeartbeat - _store.Time.GetElapsedTime(lastTold);
            if (!hasTold || untilCut <= TimeSpan.Zero)
            {
                yield return [new CutReached(feed.Cursor)];
                lastTold = _store.Time.GetTimestamp();
                hasTold = true;
            }
            else if (!stretch.HasMore)
            {
                await WaitAsync(committed, untilCut, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _place.Dispose();

    /// <summary>Begins at a cut, with the keys that there are where the watcher wants them.</summary>
    /// <param name="view">The cut.</param>
    /// <param name="cursor">The cut, as the watcher is told it.</param>
    /// <param name="hasMissed">Whether the watcher has to start over; otherwise it only begins.</param>
    private IEnumerable<IReadOnlyList<WatchEvent>> Begin(IReplicaView view, WatchCursor cursor, bool hasMissed)
    {
        if (hasMissed)
            yield return [new ResyncNeeded(
                "The log does not have what follows the cursor", _request.Initial ? null : cursor)];
        if (_request.Initial)
        {
            foreach (var page in Pages(view))
                yield return [new KeysPresent(page)];
        }

        if (!hasMissed || _request.Initial)
            yield return [new CutReached(cursor)];
    }

    private IEnumerable<IReadOnlyList<KeyValuePair<Key, VersionSet>>> Pages(IReplicaView view)
    {
        var page = new List<KeyValuePair<Key, VersionSet>>();
        var bytes = 0L;
        foreach (var item in view.Scan(Keyspace.User, _request.Prefix, after: null))
        {
            page.Add(item);
            bytes += item.Value.Value?.Bytes.Length ?? 0;
            if (page.Count < PageKeys && bytes < PageBytes)
                continue;
            yield return page;
            (page, bytes) = ([], 0);
        }

        if (page.Count > 0)
            yield return page;
    }

    private async Task WaitAsync(Task committed, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await committed.WaitAsync(limit, _store.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing was committed for so long: the watcher is told its cut.
        }
    }
}
