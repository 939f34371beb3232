using System.Text;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace AkkaGrid.Client.Contracts;

/// <summary>
/// A value's bytes as JSON carries them: a string where they are UTF-8 text, else <c>{"base64":"..."}</c>.
/// </summary>
/// <param name="Bytes">The bytes as stored.</param>
[JsonConverter(typeof(StoredValueConverter))]
public readonly record struct StoredValue(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The <c>encoding</c> of a value that is not UTF-8 text.</summary>
    public const string Base64 = "base64";

    /// <summary>The value of a text.</summary>
    /// <param name="text">Any text; stored as UTF-8.</param>
    public static StoredValue Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the pair <c>value</c>, <c>encoding</c> of a list or an envelope.</summary>
    /// <param name="value">The text.</param>
    /// <param name="encoding">Null for text as it is, <see cref="Base64"/> for bytes.</param>
    /// <exception cref="FormatException">The encoding is unknown, or the text is not in it.</exception>
    public static StoredValue Decode(string value, string? encoding) => encoding switch
    {
        null => Of(value),
        Base64 => new(Convert.FromBase64String(value)),
        _ => throw new FormatException($"'{encoding}' is no encoding of a value; known is '{Base64}'."),
    };

    /// <summary>Writes the pair <c>value</c>, <c>encoding</c> of a list or an envelope.</summary>
    public (string Value, string? Encoding) Encode() => Utf8.IsValid(Bytes.Span)
        ? (Encoding.UTF8.GetString(Bytes.Span), null)
        : (Convert.ToBase64String(Bytes.Span), Base64);

    /// <inheritdoc/>
    public bool Equals(StoredValue other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The text, or base64 where the bytes are none.</summary>
    public override string ToString() => Encode().Value;
}
