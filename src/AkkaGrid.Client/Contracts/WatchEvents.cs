namespace AkkaGrid.Client.Contracts;

/// <summary>The names of the events of <c>GET /store/watch</c>.</summary>
public static class WatchEvents
{
    /// <summary>An update has changed keys: <see cref="WatchedUpdate"/>. Its id is the cursor with it.</summary>
    public const string Change = "change";

    /// <summary>
    /// Keys that there are where the watch begins (<c>?initial=true</c>): <see cref="WatchedKeys"/>. Without an id.
    /// </summary>
    public const string Snapshot = "snapshot";

    /// <summary>All up to a cut has been told: <see cref="WatchedCut"/>. Its id is the cursor.</summary>
    public const string Cursor = "cursor";

    /// <summary>
    /// Changes were missed for good, and what is kept of the keys must be read again: <see cref="WatchInterruption"/>.
    /// The watch goes on from now, with its id as the cursor; with <c>?initial=true</c> the keys follow, and then the
    /// cursor.
    /// </summary>
    public const string Resync = "resync";

    /// <summary>
    /// The watcher read too slowly; the stream ends, and may be resumed: <see cref="WatchInterruption"/>.
    /// </summary>
    public const string CutOff = "cut-off";
}
