using System.Text;
using System.Text.Json;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Node.Http.Originals;

/// <summary>The originals' values are any JSON: a string is kept as plain text, all else as JSON.</summary>
internal static class OriginalValue
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Json = "application/json";

    /// <exception cref="BadHttpRequestException">
    /// It is a string with half of a surrogate pair, which is not valid Unicode.
    /// </exception>
    public static Value ToValue(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return new Value(Encoding.UTF8.GetBytes(value.GetRawText()), Json);
        try
        {
            return new Value(Encoding.UTF8.GetBytes(value.GetString()!), Text);
        }
        catch (InvalidOperationException)
        {
            throw new BadHttpRequestException("value is not valid Unicode");
        }
    }

    /// <summary>
    /// The value as JSON; null where there is none. What is not JSON is a string, base64 where it is not text.
    /// </summary>
    public static JsonElement? FromVersions(VersionSet versions)
    {
        if (versions.Value is not { } value)
            return null;
        if (value.ContentType?.StartsWith(Json, StringComparison.OrdinalIgnoreCase) == true
            && TryParse(value.Bytes) is { } json)
            return json;
        return JsonSerializer.SerializeToElement(new StoredValue(value.Bytes).Encode().Value, GridJson.Default.String);
    }

    private static JsonElement? TryParse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);

            // Half of a surrogate pair in a string is detected only when the string is written again.
            JsonSerializer.SerializeToUtf8Bytes(document.RootElement, GridJson.Default.JsonElement);
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
