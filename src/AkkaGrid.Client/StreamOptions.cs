using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>How a stream of events, a watch or a tail, goes on when its connection is lost.</summary>
public abstract record StreamOptions
{
    /// <summary>How long to wait before a stream that broke off is taken up again.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a node may send nothing at all before its connection counts as lost. A node that lives sends something
    /// every <see cref="StreamHeartbeat.Interval"/>; the default lets it miss two of these.
    /// </summary>
    public TimeSpan Silence { get; init; } = 3 * StreamHeartbeat.Interval;

    /// <summary>
    /// Is told once when the connection is lost, and once when events come again; null where nobody asks.
    /// </summary>
    public Action<StreamConnection>? OnConnection { get; init; }
}
