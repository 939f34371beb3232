using AkkaGrid.Core.KeyValue;
using AkkaGrid.Core.KeyValue.Watching;

namespace AkkaGrid.KeyValue.Watching;

/// <summary>What a watcher is told.</summary>
public abstract record WatchEvent;

/// <summary>
/// The replica does not have all yet that the watcher has been told elsewhere: the watch goes on once it has.
/// </summary>
/// <param name="Reason">What is missing, in a sentence.</param>
public sealed record CursorAwaited(string Reason) : WatchEvent;

/// <summary>Some of the keys that there are where the watch begins: all of them come from one cut.</summary>
/// <param name="Items">
/// Keys in order, with their versions; the deleted ones too, as long as they are remembered.
/// </param>
public sealed record KeysPresent(IReadOnlyList<KeyValuePair<Key, VersionSet>> Items) : WatchEvent;

/// <summary>The watcher has been told everything up to a cut.</summary>
/// <param name="Cursor">The cut, from which it may go on at any node.</param>
public sealed record CutReached(WatchCursor Cursor) : WatchEvent;

/// <summary>An update has changed keys that the watcher wants to know of.</summary>
/// <param name="Update">The update.</param>
public sealed record KeysChanged(WatchedUpdate Update) : WatchEvent;

/// <summary>
/// The watcher has missed changes that cannot be told any more, and must read again what it keeps. The watch goes on
/// from a cut of now.
/// </summary>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Cursor">The cut; null where the keys that there are follow, and then the cut.</param>
public sealed record ResyncNeeded(string Reason, WatchCursor? Cursor) : WatchEvent;
