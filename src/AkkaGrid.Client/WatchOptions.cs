namespace AkkaGrid.Client;

/// <summary>What is to be watched, and from where.</summary>
public sealed record WatchOptions : StreamOptions
{
    /// <summary>Only keys that begin with this; all where empty.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The <see cref="WatchEvent.Cursor"/> behind which to go on, of any node; null to begin now.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether a watch that begins tells first which keys there are.</summary>
    public bool Initial { get; init; }

    /// <summary>The store at other nodes, where the watch goes on in turn when a node is lost.</summary>
    public IReadOnlyList<StoreClient> Others { get; init; } = [];
}
