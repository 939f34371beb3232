using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AkkaGrid.Client.Contracts;

/// <summary>One version of a key that is concurrent with the winner.</summary>
/// <param name="Value">Its bytes as text, see <c>encoding</c>; null where it is a delete.</param>
/// <param name="Dot">The update that wrote it, <c>name.incarnation:sequence</c>.</param>
/// <param name="Encoding"><c>base64</c> where the bytes are not UTF-8 text, else absent.</param>
public sealed record Sibling(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Value,
    string Dot,
    [property: AllowedValues(StoredValue.Base64)] string? Encoding = null);
