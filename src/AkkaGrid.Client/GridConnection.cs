using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaGrid.Client.Contracts;

namespace AkkaGrid.Client;

/// <summary>
/// Sends requests to one node: the target as spelt, the causal context with it, errors as exceptions.
/// </summary>
internal sealed class GridConnection(HttpClient http, CausalSession session)
{
    // The target is spelt by KeyPath; Uri would otherwise resolve dot segments and unescape what it thinks it may.
    private static readonly UriCreationOptions AsSpelt = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _node = Base(http).GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The node's URL.</summary>
    public Uri Url { get; } = Base(http);

    /// <summary>What has been read and written through this connection.</summary>
    public CausalSession Session => session;

    public HttpRequestMessage Request(HttpMethod method, string target) =>
        new(method, new Uri(_node + target, AsSpelt));

    public HttpRequestMessage Request<T>(HttpMethod method, string target, T body, JsonTypeInfo<T> type)
    {
        var request = Request(method, target);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") },
        };
        return request;
    }

    /// <summary>Sends a request that carries the session's context, and keeps what comes back, on errors too.</summary>
    public async Task<HttpResponseMessage> SendCausallyAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var sent = session.Begin();
        if (sent.Context is { } context)
            request.Headers.Add(GridHeaders.CausalContext, context);

        var response = await SendAsync(request, cancellationToken, completion).ConfigureAwait(false);
        session.End(sent, Header(response, GridHeaders.CausalContext));
        return response;
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using (request)
            return await http.SendAsync(request, completion, cancellationToken).ConfigureAwait(false);
    }

    public async Task<T> ReadCausallyAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendCausallyAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    public async Task<T> ReadAsync<T>(
        HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await Problems.ThrowIfErrorAsync(response, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("null");
        }
        catch (JsonException cause)
        {
            throw Problems.NotOfTheGrid(response, cause);
        }
    }

    private static Uri Base(HttpClient http) => http.BaseAddress
        ?? throw new ArgumentException("The HttpClient needs the node's URL as its BaseAddress.", nameof(http));

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
