using System.Globalization;
using AkkaGrid.Core.KeyValue;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>The options of a write: <c>?w=local|majority|all&amp;timeout=ms</c>, and its precondition.</summary>
/// <param name="Concern">When it is acknowledged.</param>
/// <param name="Timeout">How long to wait for that; null for the default.</param>
/// <param name="Condition">The condition that the key must meet; null for none.</param>
internal sealed record WriteParameters(WriteConcern Concern, TimeSpan? Timeout, Precondition? Condition)
{
    /// <exception cref="BadHttpRequestException">A header is malformed.</exception>
    public static WriteParameters Read(HttpRequest request) =>
        new(ReadConcern(request.Query["w"]), ReadTimeout(request.Query["timeout"]), Preconditions.Read(request));

    private static WriteConcern ReadConcern(string? text) => text switch
    {
        null or "" or "local" => WriteConcern.Local,
        "majority" => WriteConcern.Majority,
        "all" => WriteConcern.All,
        _ => throw new NotSupportedException(text),
    };

    private static TimeSpan? ReadTimeout(string? text) =>
        string.IsNullOrEmpty(text) ? null : TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));
}
