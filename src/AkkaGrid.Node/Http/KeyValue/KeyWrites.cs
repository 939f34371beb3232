using System.Text;
using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Core.KeyValue;
using AkkaGrid.KeyValue;
using Microsoft.Net.Http.Headers;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>Writes of one key: <c>PUT</c> and <c>DELETE /kv/{key}</c>.</summary>
internal static class KeyWrites
{
    public static async Task PutAsync(HttpContext call, KeyValueStore store, CausalContext seen)
    {
        var key = StoreValues.KeyOf(call);
        var parameters = WriteParameters.Read(call.Request);
        var contentType = call.Request.ContentType;
        if (contentType is not null
            && (!Ascii.IsValid(contentType) || !MediaTypeHeaderValue.TryParse(contentType, out _)))
            throw new BadHttpRequestException("Content-Type is not a media type");
        var body = await ReadBodyAsync(call.Request, store.Options.MaxValueBytes, call.RequestAborted);
        await WriteAsync(call, store, seen, new Mutation(key, new Value(body, contentType)), parameters);
    }

    public static Task DeleteAsync(HttpContext call, KeyValueStore store, CausalContext seen) =>
        WriteAsync(call, store, seen, new Mutation(StoreValues.KeyOf(call), null), WriteParameters.Read(call.Request));

    private static async Task WriteAsync(
        HttpContext call, KeyValueStore store, CausalContext seen, Mutation mutation, WriteParameters parameters)
    {
        var request = new WriteRequest([mutation])
        {
            Context = seen,
            Concern = parameters.Concern,
            Timeout = parameters.Timeout,
            Condition = parameters.Condition,
        };
        var written = await store.WriteAsync(request, call.RequestAborted);
        var context = CausalExchange.Write(call, written.Context);
        await call.Response.WriteAsJsonAsync(
            new KeyWritten(mutation.Key.Name, written.Dot.ToString(), store.Named(written.Clock), context),
            GridJson.Default.KeyWritten,
            cancellationToken: call.RequestAborted);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            throw new TooLargeException($"A value has at most {limit} bytes; this one has {request.ContentLength}");
        if (request.ContentLength is { } length)
        {
            var whole = new byte[length];
            await request.Body.ReadExactlyAsync(whole, cancellationToken);
            return whole;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > limit)
                throw new TooLargeException($"A value has at most {limit} bytes");
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
