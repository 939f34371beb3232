using System.Runtime.CompilerServices;

namespace AkkaGrid.Client;

/// <summary>A watch that goes on where it was when its connection breaks off, at the next node.</summary>
internal static class ResumingWatch
{
    public static async IAsyncEnumerable<WatchEvent> ReadAsync(
        IReadOnlyList<GridConnection> nodes, WatchOptions options, [EnumeratorCancellation] CancellationToken cancel)
    {
        var cursor = options.Cursor;
        var wasOpen = false;
        for (var attempt = 0; ; attempt++)
        {
            var isLastChance = !wasOpen && attempt >= nodes.Count - 1;
            await using (var watch = await TryOpenAsync(nodes[attempt % nodes.Count], options, cursor, isLastChance, cancel)
                .ConfigureAwait(false))
            {
                wasOpen |= watch is not null;
                while (watch is not null && await watch.NextAsync().ConfigureAwait(false) is { } item)
                {
                    cursor = item.Cursor ?? cursor;
                    yield return item;
                }
            }

            await Task.Delay(options.RetryPause, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the watch at a node; null where it cannot be had there now, but perhaps later or elsewhere.</summary>
    private static async Task<WatchConnection?> TryOpenAsync(
        GridConnection node, WatchOptions options, string? cursor, bool isLastChance, CancellationToken cancel)
    {
        try
        {
            return await WatchConnection.OpenAsync(node, options, cursor, cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (!isLastChance && !cancel.IsCancellationRequested && IsPassing(failure))
        {
            return null;
        }
    }

    private static bool IsPassing(Exception failure) => failure switch
    {
        GridException refusal => refusal.Status is 429 or >= 500,
        _ => failure is HttpRequestException or IOException or OperationCanceledException,
    };
}
