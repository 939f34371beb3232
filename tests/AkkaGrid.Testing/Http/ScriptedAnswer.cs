using System.Text;
using System.Text.Json;

namespace AkkaGrid.Testing.Http;

/// <summary>What a <see cref="ScriptedNode"/> says.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">Its content type; null for none.</param>
/// <param name="Headers">Further headers.</param>
public sealed record ScriptedAnswer(
    int Status, byte[] Body, string? ContentType, params (string Name, string Value)[] Headers)
{
    /// <summary>How long the answer stays open behind its body.</summary>
    public Task StaysOpen { get; init; } = Task.CompletedTask;

    /// <summary>No answer: the connection breaks off.</summary>
    public static ScriptedAnswer None { get; } = new(0, [], null);

    /// <summary>JSON, with the names of the members as they are given.</summary>
    public static ScriptedAnswer Json(int status, object body, params (string Name, string Value)[] headers) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(body), "application/json", headers);

    /// <summary>Problem details as the edge writes them.</summary>
    public static ScriptedAnswer Problem(
        int status, string kind, string detail, params (string Name, string Value)[] headers) =>
        new(
            status,
            JsonSerializer.SerializeToUtf8Bytes(
                new { type = "urn:akkagrid:problem:" + kind, title = kind, status, detail, error = detail }),
            "application/problem+json",
            headers);

    /// <summary>A text.</summary>
    public static ScriptedAnswer Text(int status, string body, params (string Name, string Value)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(body), "text/plain; charset=utf-8", headers);
}
