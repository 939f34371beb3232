using System.Globalization;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>What a write may say besides its data: <c>?w=local|majority|all&amp;timeout=ms</c> and <c>If-Match</c>.</summary>
/// <param name="Concern">When it is acknowledged.</param>
/// <param name="Timeout">How long to wait for that; null for the default.</param>
/// <param name="IfMatch">The tag that the key must have, without quotes, or <c>*</c>; null for no condition.</param>
internal sealed record WriteParameters(WriteConcern Concern, TimeSpan? Timeout, string? IfMatch)
{
    /// <exception cref="BadHttpRequestException">A header is malformed.</exception>
    public static WriteParameters Read(HttpRequest request)
    {
        if (request.Headers.IfNoneMatch.Count > 0)
            throw new BadHttpRequestException("If-None-Match is not supported on writes; read the ETag and send If-Match");
        return new(ReadConcern(request.Query["w"]), ReadTimeout(request.Query["timeout"]), ReadIfMatch(request.Headers.IfMatch));
    }

    private static WriteConcern ReadConcern(string? text) => text switch
    {
        null or "" or "local" => WriteConcern.Local,
        "majority" => WriteConcern.Majority,
        "all" => WriteConcern.All,
        _ => throw new NotSupportedException(text),
    };

    private static TimeSpan? ReadTimeout(string? text) =>
        string.IsNullOrEmpty(text) ? null : TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));

    private static string? ReadIfMatch(string? text) => text switch
    {
        null or "" => null,
        "*" => "*",
        ['"', .. var tag, '"'] when !tag.Contains('"', StringComparison.Ordinal) => tag,
        _ => throw new BadHttpRequestException("If-Match is one ETag in double quotes, or *"),
    };
}
