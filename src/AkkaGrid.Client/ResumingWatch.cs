using System.Runtime.CompilerServices;

namespace AkkaGrid.Client;

/// <summary>A watch that goes on behind its cursor when its connection breaks off, at the next node.</summary>
internal static class ResumingWatch
{
    public static async IAsyncEnumerable<WatchEvent> ReadAsync(
        GridConnection first, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = options.Cursor;
        var stream = new ResumingStream<WatchEvent>(
            [first, .. options.Others.Select(other => other.Connection)],
            options,
            node => WatchConnection.OpenAsync(node, options, cursor, cancellationToken));
        await foreach (var next in stream.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            cursor = next.EventId ?? cursor;
            yield return next.Data! with { Cursor = next.EventId };
        }
    }
}
