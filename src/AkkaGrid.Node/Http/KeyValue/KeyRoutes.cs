using System.Text;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
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
        if (request.ContentLength is { } length)
        {
            var whole = new byte[length];
            await request.Body.ReadExactlyAsync(whole, cancelled);
            return whole;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancelled)) > 0)
        {
            if (body.Length + read > limit)
                throw new TooLargeException($"A value has at most {limit} bytes");
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
