using System.Text.Json;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>Turns the errors of the edge into <see cref="GridException"/>.</summary>
internal static class Problems
{
    private static readonly Dictionary<string, JsonElement> None = [];

    /// <exception cref="GridException">The answer is not a success.</exception>
    public static async Task ThrowIfErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;

        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        throw Of(response, body);
    }

    public static GridException NotOfTheGrid(HttpResponseMessage response, Exception? cause = null) => new(
        (int)response.StatusCode,
        kind: null,
        $"{Target(response)} answered {(int)response.StatusCode} with something that is not AkkaGrid's. "
            + "Is the URL that of a node, and is the node of this version?",
        RetryAfter(response),
        None,
        cause);

    private static GridException Of(HttpResponseMessage response, byte[] body)
    {
        Problem? problem;
        try
        {
            problem = JsonSerializer.Deserialize(body, GridJson.Default.Problem);
        }
        catch (JsonException cause)
        {
            return NotOfTheGrid(response, cause);
        }

        if (problem is null || (problem.Detail ?? problem.Error ?? problem.Title) is not { } detail)
            return NotOfTheGrid(response);

        return new(
            (int)response.StatusCode,
            Kind(problem.Type),
            detail,
            RetryAfter(response),
            problem.Members?.AsReadOnly() ?? (IReadOnlyDictionary<string, JsonElement>)None);
    }

    private static string? Kind(string? type) =>
        type?.StartsWith(ProblemKinds.Prefix, StringComparison.Ordinal) == true
            ? type[ProblemKinds.Prefix.Length..]
            : null;

    // An absolute Retry-After is counted from the server's own Date, so that no two clocks are compared.
    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } retry ? null : retry.Delta ?? retry.Date - response.Headers.Date;

    private static string Target(HttpResponseMessage response) =>
        response.RequestMessage is { RequestUri: { } uri } request ? $"{request.Method} {uri}" : "The node";
}
