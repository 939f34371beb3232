using System.Text.Json.Serialization;
using AkkaGrid.Client;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Cli.Commands;

/// <summary>One event of a watch, as <c>kv watch --json</c> prints it.</summary>
/// <param name="Event">One of <see cref="WatchEvents"/>.</param>
/// <param name="Cursor">What <c>--from</c> takes to go on behind it.</param>
/// <param name="Update">For <c>change</c> the update.</param>
/// <param name="Items">For <c>snapshot</c> the keys.</param>
/// <param name="Reason">For <c>resync</c> why.</param>
internal sealed record WatchLine(
    string Event,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WatchedUpdate? Update = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<WatchedKey>? Items = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null)
{
    public static WatchLine Of(WatchEvent item) => item switch
    {
        KeysChanged changed => new(WatchEvents.Change, item.Cursor, Update: changed.Update),
        KeysPresent present => new(WatchEvents.Snapshot, item.Cursor, Items: present.Items),
        ResyncNeeded resync => new(WatchEvents.Resync, item.Cursor, Reason: resync.Reason),
        _ => new(WatchEvents.Cursor, item.Cursor),
    };
}
