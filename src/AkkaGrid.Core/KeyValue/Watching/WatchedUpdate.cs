using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>An update as a watcher receives it: a batch is never split.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="Timestamp">
/// Of all updates of a key that a watcher has received since it last read all keys, the one with the greatest
/// (timestamp, dot) wins.
/// </param>
/// <param name="Changes">The changes below the watcher's prefix, at least one.</param>
/// <param name="Cursor">The watcher's position after it.</param>
public sealed record WatchedUpdate(
    Dot Dot, HybridTimestamp Timestamp, ImmutableArray<Mutation> Changes, WatchCursor Cursor);
