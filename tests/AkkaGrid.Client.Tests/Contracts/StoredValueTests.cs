using System.Text.Json;
using AkkaGrid.Client.Contracts;
using CsCheck;

namespace AkkaGrid.Client.Tests.Contracts;

public sealed class StoredValueTests
{
    [Fact]
    public void Any_bytes_survive_json() =>
        Gen.Byte.Array.Sample(bytes =>
        {
            var value = new StoredValue(bytes);
            var json = JsonSerializer.Serialize(
                new BatchRequest(new Dictionary<string, StoredValue> { ["k"] = value }), GridJson.Default.BatchRequest);
            return JsonSerializer.Deserialize(json, GridJson.Default.BatchRequest)!.Puts!["k"] == value;
        });

    [Fact]
    public void Any_bytes_survive_the_pair_of_value_and_encoding() =>
        Gen.Byte.Array.Sample(bytes =>
        {
            var (value, encoding) = new StoredValue(bytes).Encode();
            return StoredValue.Decode(value, encoding).Bytes.Span.SequenceEqual(bytes);
        });

    [Fact]
    public void The_pair_of_value_and_encoding_can_be_sent_back() =>
        Gen.Byte.Array.Sample(bytes =>
        {
            var (value, encoding) = new StoredValue(bytes).Encode();
            var json = JsonSerializer.Serialize(encoding is null ? new { value } : (object)new { value, encoding });
            return StoredValue.TryRead(JsonElement.Parse(json), out var read) && read == new StoredValue(bytes);
        });

    [Theory]
    [InlineData("""{"value":"/w==","encoding":"hex"}""")]
    [InlineData("""{"value":"?","encoding":"base64"}""")]
    [InlineData("""{"value":"a","base64":"/w=="}""")]
    [InlineData("""{"encoding":"base64"}""")]
    [InlineData("""{"value":null}""")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"base64":null}""")]
    [InlineData("""{"base64":"no base64!"}""")]
    [InlineData("""{"base64":"gA==","more":1}""")]
    [InlineData("""{"other":"gA=="}""")]
    [InlineData("""{"base64":["gA=="]}""")]
    [InlineData("""{"base64":"gA==","base64":"gA=="}""")]
    [InlineData("\"\\ud800\"")]
    public void What_is_no_value_is_refused_as_json(string json) =>
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize("{\"puts\":{\"k\":" + json + "}}", GridJson.Default.BatchRequest));

    [Fact]
    public void An_unknown_encoding_is_refused() =>
        Assert.Throws<FormatException>(() => StoredValue.Decode("x", "rot13"));
}
