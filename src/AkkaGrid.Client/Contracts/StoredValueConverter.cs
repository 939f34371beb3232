using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace AkkaGrid.Client.Contracts;

/// <summary>Reads and writes <see cref="StoredValue"/>: a string, or an object with the one member <c>base64</c>.</summary>
internal sealed class StoredValueConverter : JsonConverter<StoredValue>
{
    public override StoredValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return StoredValue.Of(reader.GetString()!);

        if (reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(StoredValue.Base64)
            && reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes)
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject)
        {
            return new(bytes);
        }

        throw new JsonException("A value is a string, or an object {\"base64\": \"...\"}.");
    }

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
