using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>
/// An update that changed keys below the prefix: all of its changes there at once. Causes come before effects;
/// concurrent updates come in an order that differs from node to node. Of all that was told of a key, what has the
/// greatest (<paramref name="Timestamp"/>, <paramref name="Dot"/>) is what reads return.
/// </summary>
/// <param name="Dot">The name of the update, <c>name.incarnation:sequence</c>.</param>
/// <param name="Timestamp">Its timestamp, 16 hexadecimal digits that sort as text.</param>
/// <param name="Changes">The keys that it changed, in the order of the write.</param>
/// <param name="Context">The causal context of one who has seen it, opaque.</param>
public sealed record WatchedUpdate(string Dot, string Timestamp, IReadOnlyList<WatchedChange> Changes, string Context);

/// <summary>The change of one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The bytes as text, see <paramref name="Encoding"/>; absent where the key was deleted.</param>
/// <param name="Encoding"><see cref="StoredValue.Base64"/> where the bytes are not UTF-8 text, else absent.</param>
/// <param name="Deleted">Whether the key was deleted; absent where it was not.</param>
public sealed record WatchedChange(
    string Key,
    string? Value = null,
    string? Encoding = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Deleted = false);
