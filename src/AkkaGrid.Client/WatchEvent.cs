using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>What a watch tells.</summary>
/// <param name="Cursor">Where a later watch may go on, opaque; null where it cannot go on from here.</param>
public abstract record WatchEvent(string? Cursor);

/// <summary>An update has changed keys.</summary>
/// <param name="Update">Its changes, all at once.</param>
/// <param name="Cursor">Where a later watch may go on.</param>
public sealed record KeysChanged(WatchedUpdate Update, string? Cursor) : WatchEvent(Cursor);

/// <summary>
/// Some of the keys that there are where the watch begins; a watch that breaks off meanwhile tells them again.
/// </summary>
/// <param name="Items">The keys, in order.</param>
public sealed record KeysPresent(IReadOnlyList<WatchedKey> Items) : WatchEvent((string?)null);

/// <summary>All up to a cut has been told.</summary>
/// <param name="Context">The context of the cut: a session that joins it reads nothing older.</param>
/// <param name="Cursor">Where a later watch may go on.</param>
public sealed record CutReached(string Context, string? Cursor) : WatchEvent(Cursor);

/// <summary>
/// Changes were missed for good: what is kept of the keys must be read again. The session has joined the cut from which
/// the watch goes on, so that what is read now is not older. With <see cref="WatchOptions.Initial"/> the keys follow.
/// </summary>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Cursor">Where a later watch may go on.</param>
public sealed record ResyncNeeded(string Reason, string? Cursor) : WatchEvent(Cursor);
