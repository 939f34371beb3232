namespace AkkaGrid.Client.Contracts;

/// <summary>One key of a list.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The winner's bytes as text, see <paramref name="Encoding"/>.</param>
/// <param name="Siblings">How many versions there are besides the winner.</param>
/// <param name="Encoding"><see cref="StoredValue.Base64"/> where the bytes are not UTF-8 text, else absent.</param>
public sealed record KeyItem(string Key, string Value, int Siblings, string? Encoding = null);
