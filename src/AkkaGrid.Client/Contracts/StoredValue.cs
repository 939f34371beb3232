using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace AkkaGrid.Client.Contracts;

/// <summary>
/// A value's bytes as JSON carries them: a string where they are UTF-8 text, else <c>{"base64":"..."}</c>. Read is also
/// <c>{"value":"...","encoding":"base64"}</c>, so that what a list, an envelope or a watch shows can be sent back.
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

    /// <summary>Reads a value in any of its forms.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="value">The value, where the JSON is one.</param>
    public static bool TryRead(JsonElement json, out StoredValue value)
    {
        value = default;
        if (json.ValueKind == JsonValueKind.String)
            value = Of(json.GetString()!);
        else if (json.ValueKind != JsonValueKind.Object)
            return false;
        else if (TryGetText(json, Base64, members: 1, out var alone))
            return TryFromBase64(alone, out value);
        else if (TryGetText(json, "value", members: 1, out var text))
            value = Of(text);
        else if (TryGetText(json, "value", members: 2, out var encoded)
            && TryGetText(json, "encoding", members: 2, out var encoding))
            return encoding == Base64 && TryFromBase64(encoded, out value);
        else
            return false;
        return true;
    }

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

    private static bool TryGetText(JsonElement json, string name, int members, [NotNullWhen(true)] out string? text)
    {
        var found = json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
        text = found && json.GetPropertyCount() == members ? value.GetString() : null;
        return text is not null;
    }

    private static bool TryFromBase64(string text, out StoredValue value)
    {
        var bytes = new byte[text.Length];
        var isOne = Convert.TryFromBase64String(text, bytes, out var length);
        value = isOne ? new(bytes.AsMemory(0, length)) : default;
        return isOne;
    }
}
