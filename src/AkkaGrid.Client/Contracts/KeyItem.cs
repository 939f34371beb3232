using System.ComponentModel.DataAnnotations;

namespace AkkaGrid.Client.Contracts;

/// <summary>One key of a list.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The winner's bytes as text, see <c>encoding</c>.</param>
/// <param name="Siblings">How many versions there are besides the winner.</param>
/// <param name="Encoding"><c>base64</c> where the bytes are not UTF-8 text, else absent.</param>
public sealed record KeyItem(
    string Key, string Value, int Siblings, [property: AllowedValues(StoredValue.Base64)] string? Encoding = null);
