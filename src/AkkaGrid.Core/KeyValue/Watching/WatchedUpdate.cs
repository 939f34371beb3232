using System.Collections.Immutable;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Core.KeyValue.Watching;

/// <summary>An update that a watcher is told of, as one: a batch is never told in parts.</summary>
/// <param name="Dot">Its name.</param>
/// <param name="Timestamp">
/// Of all that a watcher was told of a key since it last read all keys, what has the greatest (timestamp, dot) wins.
/// </param>
/// <param name="Changes">Those of its changes that the watcher wants to know, at least one.</param>
/// <param name="Cursor">How far the watcher has been told with it.</param>
public sealed record WatchedUpdate(
    Dot Dot, HybridTimestamp Timestamp, ImmutableArray<Mutation> Changes, WatchCursor Cursor);
