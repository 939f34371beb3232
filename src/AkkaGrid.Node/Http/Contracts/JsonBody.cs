using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AkkaGrid.Client.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>
/// The JSON body of a request, read the same way for every call: any charset, with or without a byte order mark.
/// </summary>
/// <param name="Root">The JSON; an empty object where the request has no body.</param>
/// <param name="IsEmpty">Whether the request has no content: no body, null, or an object without members.</param>
internal sealed record JsonBody(JsonElement Root, bool IsEmpty)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="UnsupportedMediaTypeException">It is not sent as JSON.</exception>
    /// <exception cref="BadHttpRequestException">It is not JSON.</exception>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var isTyped = !string.IsNullOrEmpty(request.ContentType);
        if (isTyped && !request.HasJsonContentType())
            throw new UnsupportedMediaTypeException(
                $"The body is sent as {request.ContentType}; send it as {UnsupportedMediaTypeException.Json}.");
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        var text = ToUtf8(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), request);
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
            return new JsonBody(Nothing, IsEmpty: true);
        if (!isTyped)
            throw new UnsupportedMediaTypeException(
                $"The body has no Content-Type; send it as {UnsupportedMediaTypeException.Json}.");
        return Parse(text);
    }

    /// <summary>The body of a call, after the check against the contract.</summary>
    public static JsonBody Of(HttpContext call) => call.Features.GetRequiredFeature<JsonBody>();

    /// <summary>The body as a contract.</summary>
    public T As<T>() => (T)Root.Deserialize(GridJson.Default.GetTypeInfo(typeof(T))!)!;

    /// <summary>A member that is there and not null.</summary>
    public JsonElement? Given(string name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static JsonBody Parse(ReadOnlyMemory<byte> text)
    {
        var root = ParseRoot(text);
        if (FirstDuplicateIn(root) is { } twice)
            throw new BadHttpRequestException($"The body has the member '{twice}' more than once");
        return root.ValueKind switch
        {
            JsonValueKind.Null => new JsonBody(Nothing, IsEmpty: true),
            JsonValueKind.Object => new JsonBody(root, IsEmpty: root.GetPropertyCount() == 0),
            _ => throw new BadHttpRequestException("The body must be a JSON object"),
        };
    }

    private static JsonElement ParseRoot(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException(
                $"The body is not valid JSON: see line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }
    }

    private static string? FirstDuplicateIn(JsonElement root)
    {
        try
        {
            return FirstDuplicate(root, "");
        }
        catch (InvalidOperationException)
        {
            // JSON can escape half of a surrogate pair, which no encoding can represent.
            throw new BadHttpRequestException(
                "The body has a string with half of a surrogate pair, which is not valid Unicode");
        }
    }

    // Also decodes every string, so that an invalid one fails here and not later.
    private static string? FirstDuplicate(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    var name = path + member.Name;
                    if (!names.Add(name))
                        return name;
                    if (FirstDuplicate(member.Value, name + ".") is { } inside)
                        return inside;
                }

                return null;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(item => FirstDuplicate(item, path))
                    .FirstOrDefault(found => found is not null);
            case JsonValueKind.String:
                element.GetString();
                return null;
            default:
                return null;
        }
    }

    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> body, HttpRequest request)
    {
        var encoding = CharsetOf(request);
        if (encoding is not UTF8Encoding)
            body = Encoding.UTF8.GetBytes(encoding.GetString(body.Span));
        if (!Utf8.IsValid(body.Span))
            throw new BadHttpRequestException("The body is not valid UTF-8");
        return body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
    }

    private static Encoding CharsetOf(HttpRequest request) => request.GetTypedHeaders().ContentType switch
    {
        { Charset.Length: > 0, Encoding: null } type => throw new UnsupportedMediaTypeException(
            $"The charset {type.Charset} is not supported; send the body as "
            + $"{UnsupportedMediaTypeException.Json} in UTF-8."),
        { Encoding: { } encoding } => encoding,
        _ => Encoding.UTF8,
    };
}

/// <summary>A body of a type that the call does not support: 415.</summary>
internal sealed class UnsupportedMediaTypeException(string message)
    : BadHttpRequestException(message, StatusCodes.Status415UnsupportedMediaType)
{
    /// <summary>The content type of all bodies except stored values.</summary>
    public const string Json = "application/json";
}
