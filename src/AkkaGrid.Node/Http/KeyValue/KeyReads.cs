using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Reads of one key: <c>GET /kv/{key}</c>.</summary>
internal static class KeyReads
{
    private const string DefaultContentType = "application/octet-stream";

    public static async Task GetAsync(HttpContext call, KeyValueStore store, CausalContext seen)
    {
        var key = StoreValues.KeyOf(call);
        var asEnvelope = WantsEnvelope(call.Request);
        var condition = Preconditions.Read(call.Request);
        var read = await store.ReadAsync(key, seen, call.RequestAborted);
        await AnswerAsync(call, store, key, read, condition, asEnvelope);
    }

    private static Task AnswerAsync(
        HttpContext call, KeyValueStore store, Key key, ReadResult read, Precondition? condition, bool asEnvelope)
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

        if (condition?.IfMatch?.Has(versions) == false)
            return StoreProblems.Of(new PreconditionFailedException(versions), call).ExecuteAsync(call);
        if (condition?.IfNoneMatch?.Has(versions) == true)
        {
            call.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return asEnvelope
            ? TypedResults.Ok(Envelope(key, read, store, context)).ExecuteAsync(call)
            : WriteAsync(call.Response, versions.Winner!.Value!, call.RequestAborted);
    }

    private static Task WriteAsync(HttpResponse answer, Value value, CancellationToken cancellationToken)
    {
        // A client may have stored any bytes: no browser may run them on this origin.
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.Headers.ContentSecurityPolicy = "sandbox";
        answer.ContentType = value.ContentType ?? DefaultContentType;
        answer.ContentLength = value.Bytes.Length;
        return answer.Body.WriteAsync(value.Bytes, cancellationToken).AsTask();
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

    private static bool WantsEnvelope(HttpRequest request) =>
        request.QueryString.HasValue && request.Query["envelope"] is [{ } text] && bool.Parse(text);
}
