using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace AkkaGrid.Client.Contracts;

/// <summary>Reads and writes <see cref="StoredValue"/>: a string, or an object that carries bytes in base64.</summary>
internal sealed class StoredValueConverter : JsonConverter<StoredValue>
{
    public override StoredValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StoredValue.TryRead(JsonElement.ParseValue(ref reader), out var value)
            ? value
            : throw new JsonException(
                "A value is a string, or an object {\"base64\": \"...\"} or {\"value\": \"...\", "
                + "\"encoding\": \"base64\"}.");

    public override void Write(Utf8JsonWriter writer, StoredValue value, JsonSerializerOptions options)
    {
        if (Utf8.IsValid(value.Bytes.Span))
        {
            writer.WriteStringValue(value.Bytes.Span);
            return;
        }

        writer.WriteStartObject();
        writer.WriteBase64String(StoredValue.Base64, value.Bytes.Span);
        writer.WriteEndObject();
    }
}
