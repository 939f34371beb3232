using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace AkkaGrid.Client;

/// <summary>
/// A stream of events that is taken up again when its connection breaks off, at the next node in turn.
/// </summary>
/// <param name="nodes">The nodes.</param>
/// <param name="options">When a connection counts as lost, and what to call then.</param>
/// <param name="open">Opens the stream at a node, where it is by then.</param>
internal sealed class ResumingStream<T>(
    IReadOnlyList<GridConnection> nodes, StreamOptions options, Func<GridConnection, Task<EventStream<T>>> open)
    where T : class
{
    private bool _wasOpen;
    private bool _isLost;

    /// <summary>All events that are known, until it is cancelled.</summary>
    /// <exception cref="GridException">A node refuses for good, or none takes it at its beginning.</exception>
    public async IAsyncEnumerable<SseItem<T?>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var node = nodes[attempt % nodes.Count];
            await using (var stream = await TryOpenAsync(node, attempt, cancellationToken).ConfigureAwait(false))
            {
                while (stream is not null && await stream.NextAsync().ConfigureAwait(false) is { } next)
                {
                    Tell(new StreamConnection(node.Url, null));
                    if (next.Data is not null)
                        yield return next;
                }

                if (stream?.Ended is { } reason)
                    Tell(new StreamConnection(node.Url, reason));
            }

            await Task.Delay(options.RetryPause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Opens the stream at a node; null where it cannot be had there now, but perhaps later or elsewhere.
    /// </summary>
    private async Task<EventStream<T>?> TryOpenAsync(
        GridConnection node, int attempt, CancellationToken cancellationToken)
    {
        var isLastChance = !_wasOpen && attempt >= nodes.Count - 1;
        try
        {
            var stream = await open(node).ConfigureAwait(false);
            _wasOpen = true;
            return stream;
        }
        catch (Exception failure)
            when (!isLastChance && !cancellationToken.IsCancellationRequested && IsPassing(failure))
        {
            return null;
        }
    }

    // Tells what is new only: attempts that fail while the connection is lost are no news.
    private void Tell(StreamConnection connection)
    {
        var isLost = connection.LostBecause is not null;
        if (isLost != _isLost)
            options.OnConnection?.Invoke(connection);
        _isLost = isLost;
    }

    private static bool IsPassing(Exception failure) => failure switch
    {
        GridException refusal => refusal.Status is 429 or >= 500,
        _ => failure is HttpRequestException or IOException or OperationCanceledException,
    };
}
