namespace AkkaGrid.Client.Contracts;

/// <summary>
/// What keeps a stream of events from being silent: a watch or a tail to which nothing happens repeats where it is.
/// </summary>
public static class StreamHeartbeat
{
    /// <summary>The longest time without anything sent.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(15);
}
