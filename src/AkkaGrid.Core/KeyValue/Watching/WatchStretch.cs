using System.Collections.Immutable;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>The result of one read of a feed.</summary>
/// <param name="Updates">The updates with changes below the watcher's prefix, in causal order.</param>
/// <param name="HasMore">Whether more committed updates can be read now.</param>
/// <param name="IsGap">
/// Whether the log has dropped the next update. Then the feed ends, and the watcher must start over.
/// </param>
public sealed record WatchStretch(ImmutableArray<WatchedUpdate> Updates, bool HasMore, bool IsGap);
