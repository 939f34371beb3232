using System.Collections.Immutable;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>What a feed has read at once.</summary>
/// <param name="Updates">Updates that the watcher wants to know, in causal order.</param>
/// <param name="HasMore">Whether there is more to read at once.</param>
/// <param name="IsGap">Whether what comes next is in the log no more: the feed is at its end, and the watcher must start over.</param>
public sealed record WatchStretch(ImmutableArray<WatchedUpdate> Updates, bool HasMore, bool IsGap);
