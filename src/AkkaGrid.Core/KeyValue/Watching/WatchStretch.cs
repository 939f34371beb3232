using System.Collections.Immutable;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>What a feed has read at once.</summary>
/// <param name="Updates">Updates that the watcher wants to know, in causal order.</param>
/// <param name="HasMore">Whether there is more to read at once.</param>
/// <param name="IsGap">
/// Whether the log has dropped what comes next. Then the feed ends, and the watcher must start over.
/// </param>
public sealed record WatchStretch(ImmutableArray<WatchedUpdate> Updates, bool HasMore, bool IsGap);
