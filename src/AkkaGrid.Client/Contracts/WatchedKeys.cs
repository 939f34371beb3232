using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>
/// Some of the keys that there are where a watch begins, in order; all such events of one watch are of one cut.
/// </summary>
/// <param name="Items">The keys, the deleted ones too, as long as they are remembered.</param>
public sealed record WatchedKeys(IReadOnlyList<WatchedKey> Items);

/// <summary>The winning version of a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Dot">The update that wrote it, <c>name.incarnation:sequence</c>.</param>
/// <param name="Timestamp">Its timestamp, 16 hexadecimal digits that sort as text.</param>
/// <param name="Siblings">How many versions there are besides.</param>
/// <param name="Value">The bytes as text, see <paramref name="Encoding"/>; absent where the key is deleted.</param>
/// <param name="Encoding"><see cref="StoredValue.Base64"/> where the bytes are not UTF-8 text, else absent.</param>
/// <param name="Deleted">Whether the key is deleted; absent where it is not.</param>
public sealed record WatchedKey(
    string Key,
    string Dot,
    string Timestamp,
    int Siblings,
    string? Value = null,
    string? Encoding = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Deleted = false);
