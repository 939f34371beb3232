using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using AkkaGrid.KeyValue.Storage;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Reads of one key: <c>GET /kv/{key}</c>.</summary>
/// <remarks>
/// The store's hottest call. It is no route handler: what those add (a filter, bound parameters, a scope of services, a
/// result object) costs more than the read itself. Nor is its route searched for: the target says it.
/// </remarks>
internal static class KeyReads
{
    private const string DefaultContentType = "application/octet-stream";

    public static void MapKeyReads(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var store = new Lazy<KeyValueStore>(services.GetRequiredService<KeyValueStore>);
        routes.MapGet("/kv/{**key}", call => GetAsync(call, store.Value)).WithMetadata(ReadsKey.Instance);
    }

    /// <summary>Takes reads of keys past the search for a route. They keep their endpoint, which metrics name.</summary>
    public static void UseKeyReads(this WebApplication app)
    {
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>();
        var reads = new Lazy<Endpoint>(() => endpoints.Endpoints.First(endpoint => endpoint.Metadata.GetMetadata<ReadsKey>() is not null));
        app.Use(next => call =>
        {
            if (!HttpMethods.IsGet(call.Request.Method) || !call.Request.Path.Equals(RawKeyMiddleware.KeyPath, StringComparison.Ordinal))
                return next(call);
            call.SetEndpoint(reads.Value);
            return reads.Value.RequestDelegate!(call);
        });
    }

    private static async Task GetAsync(HttpContext call, KeyValueStore store)
    {
        try
        {
            var seen = CausalExchange.Read(call);
            CausalExchange.Write(call, seen);
            var key = StoreValues.KeyOf(call);
            var asEnvelope = WantsEnvelope(call.Request);
            var read = await store.ReadAsync(key, seen, call.RequestAborted);
            await AnswerAsync(call, store, key, read, asEnvelope);
        }
        catch (KeyValueException error)
        {
            await StoreProblems.Of(error, call).ExecuteAsync(call);
        }
        catch (StorageException error)
        {
            await StoreProblems.Of(error).ExecuteAsync(call);
        }
    }

    private static Task AnswerAsync(HttpContext call, KeyValueStore store, Key key, ReadResult read, bool asEnvelope)
    {
        var context = CausalExchange.Write(call, read.Context);
        var versions = read.Versions;
        if (!versions.IsEmpty)
        {
            call.Response.Headers.ETag = StoreValues.Quoted(versions);
            call.Response.Headers[GridHeaders.Siblings] = StoreValues.SiblingsOf(versions);
        }

        if (versions.IsEmpty || (versions.Winner!.Value is null && !(asEnvelope && versions.Versions.Length > 1)))
        {
            return Problems.Of(404, ProblemKinds.NotFound, $"There is no value at '{key.Name}'.", ("key", key.Name))
                .ExecuteAsync(call);
        }

        return asEnvelope
            ? TypedResults.Ok(Envelope(key, read, store, context)).ExecuteAsync(call)
            : WriteAsync(call.Response, versions.Winner!.Value!, call.RequestAborted);
    }

    private static Task WriteAsync(HttpResponse answer, Value value, CancellationToken cancelled)
    {
        // The bytes are whatever a client has put: no browser is to run them on this origin.
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.Headers.ContentSecurityPolicy = "sandbox";
        answer.ContentType = value.ContentType ?? DefaultContentType;
        answer.ContentLength = value.Bytes.Length;
        return answer.Body.WriteAsync(value.Bytes, cancelled).AsTask();
    }

    private static KeyEnvelope Envelope(Key key, ReadResult read, KeyValueStore store, string context)
    {
        var (value, encoding) = StoreValues.Text(read.Versions.Winner!);
        var siblings = read.Versions.Siblings.Select(version =>
        {
            var (text, textEncoding) = StoreValues.Text(version);
            return new Sibling(text, version.Dot.ToString(), textEncoding);
        });
        return new KeyEnvelope(key.Name, value, [.. siblings], store.Named(read.Clock), context, encoding);
    }

    /// <exception cref="BadHttpRequestException">It says neither yes nor no.</exception>
    private static bool WantsEnvelope(HttpRequest request)
    {
        if (!request.QueryString.HasValue || request.Query["envelope"] is not [{ } text, ..])
            return false;
        return bool.TryParse(text, out var wants)
            ? wants
            : throw new BadHttpRequestException($"envelope cannot be '{text}'");
    }

    /// <summary>Marks the endpoint.</summary>
    private sealed class ReadsKey
    {
        public static readonly ReadsKey Instance = new();
    }
}
