namespace AkkaGrid.Client;

/// <summary>What is to be watched, and from where.</summary>
public sealed record WatchOptions
{
    /// <summary>Only keys that begin with this; all where empty.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The <see cref="WatchEvent.Cursor"/> behind which to go on, of any node; null to begin now.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether a watch that begins tells first which keys there are.</summary>
    public bool Initial { get; init; }

    /// <summary>The store at other nodes, where the watch goes on in turn when a node is lost.</summary>
    public IReadOnlyList<StoreClient> Others { get; init; } = [];

    /// <summary>How long to wait before a watch that broke off is taken up again.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a node may say nothing, not even how far the watch is, before it counts as lost.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(45);
}
