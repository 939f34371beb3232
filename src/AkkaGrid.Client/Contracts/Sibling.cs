using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>One version of a key that is concurrent with the winner.</summary>
/// <param name="Value">Its bytes as text, see <paramref name="Encoding"/>; null where it is a delete.</param>
/// <param name="Dot">The update that wrote it, <c>name.incarnation:sequence</c>.</param>
/// <param name="Encoding"><see cref="StoredValue.Base64"/> where the bytes are not UTF-8 text, else absent.</param>
public sealed record Sibling(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Value,
    string Dot,
    string? Encoding = null);
