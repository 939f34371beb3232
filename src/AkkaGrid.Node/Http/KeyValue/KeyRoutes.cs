using System.Text;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>One key, or a page of them: <c>/kv</c>.</summary>
internal static class KeyRoutes
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/kv/{**key}", PutAsync);
        routes.MapGet("/kv/{**key}", GetAsync);
        routes.MapDelete("/kv/{**key}", DeleteAsync);
        routes.MapGet("/kv", ListAsync);
    }

    private static async Task<IResult> PutAsync(HttpContext call, KeyValueStore store)
    {
        var key = StoreValues.KeyOf(call);
        var parameters = WriteParameters.Read(call.Request);
        var contentType = call.Request.ContentType;
        if (contentType is not null && (!Ascii.IsValid(contentType) || !MediaTypeHeaderValue.TryParse(contentType, out _)))
            throw new BadHttpRequestException("Content-Type is not a media type");
        var body = await ReadBodyAsync(call.Request, store.Options.MaxValueBytes, call.RequestAborted);
        return await WriteAsync(call, store, new Mutation(key, new Value(body, contentType)), parameters);
    }

    private static Task<IResult> DeleteAsync(HttpContext call, KeyValueStore store) =>
        WriteAsync(call, store, new Mutation(StoreValues.KeyOf(call), null), WriteParameters.Read(call.Request));

    private static async Task<IResult> WriteAsync(
        HttpContext call, KeyValueStore store, Mutation mutation, WriteParameters parameters)
    {
        var request = new WriteRequest([mutation])
        {
            Context = CausalExchange.Read(call),
            Concern = parameters.Concern,
            Timeout = parameters.Timeout,
            IfMatch = parameters.IfMatch,
        };
        var written = await store.WriteAsync(request, call.RequestAborted);
        var context = CausalExchange.Write(call, written.Context);
        return TypedResults.Ok(
            new KeyWritten(mutation.Key.Name, written.Dot.ToString(), store.Named(written.Clock), context));
    }

    private static async Task<IResult> GetAsync(HttpContext call, KeyValueStore store, bool envelope = false)
    {
        var key = StoreValues.KeyOf(call);
        var read = await store.ReadAsync(key, CausalExchange.Read(call), call.RequestAborted);
        var context = CausalExchange.Write(call, read.Context);
        var versions = read.Versions;
        if (!versions.IsEmpty)
        {
            call.Response.Headers.ETag = StoreValues.Quoted(versions);
            call.Response.Headers[GridHeaders.Siblings] = versions.Siblings.Count().ToString();
        }

        if (versions.IsEmpty || (versions.Winner!.Value is null && !(envelope && versions.Siblings.Any())))
            return Problems.Of(404, ProblemKinds.NotFound, $"There is no value at '{key.Name}'.", ("key", key.Name));
        if (envelope)
            return Envelope(key, read, store, context);
        return Raw(call, versions.Winner!.Value!);
    }

    private static FileContentHttpResult Raw(HttpContext call, Value value)
    {
        // The bytes are whatever a client has put: no browser is to run them on this origin.
        call.Response.Headers.XContentTypeOptions = "nosniff";
        call.Response.Headers.ContentSecurityPolicy = "sandbox";
        return TypedResults.Bytes(value.Bytes, value.ContentType ?? "application/octet-stream");
    }

    private static Ok<KeyEnvelope> Envelope(Key key, ReadResult read, KeyValueStore store, string context)
    {
        var (value, encoding) = StoreValues.Text(read.Versions.Winner!);
        var siblings = read.Versions.Siblings.Select(version =>
        {
            var (text, textEncoding) = StoreValues.Text(version);
            return new Sibling(text, version.Dot.ToString(), textEncoding);
        });
        return TypedResults.Ok(new KeyEnvelope(key.Name, value, [.. siblings], store.Named(read.Clock), context, encoding));
    }

    private static async Task<IResult> ListAsync(
        HttpContext call, KeyValueStore store, string prefix = "", string? after = null, int limit = DefaultPage)
    {
        if (limit is < 1 or > LargestPage)
            throw new BadHttpRequestException($"limit is 1 to {LargestPage}, not {limit}");
        if (prefix.Length > 0)
            StoreValues.UserKey(prefix);
        if (!string.IsNullOrEmpty(after))
            StoreValues.UserKey(after);
        var page = await store.ListAsync(
            Keyspace.User,
            prefix,
            string.IsNullOrEmpty(after) ? null : after,
            limit,
            CausalExchange.Read(call),
            call.RequestAborted);
        CausalExchange.Write(call, page.Context);
        return TypedResults.Ok(new KeyPage([.. page.Items.Select(Item)], page.Next));

        static KeyItem Item(KeyValuePair<Key, VersionSet> item)
        {
            var (value, encoding) = StoreValues.Text(item.Value.Winner!);
            return new KeyItem(item.Key.Name, value!, item.Value.Siblings.Count(), encoding);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, int limit, CancellationToken cancelled)
    {
        if (request.ContentLength > limit)
            throw new TooLargeException($"A value has at most {limit} bytes; this one has {request.ContentLength}");
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancelled)) > 0)
        {
            if (body.Length + read > limit)
                throw new TooLargeException($"A value has at most {limit} bytes");
            body.Write(buffer, 0, read);
        }

        return body.TryGetBuffer(out var whole) && whole.Count == body.Capacity ? whole : body.ToArray();
    }
}
