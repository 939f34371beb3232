using System.Text;
using AkkaGrid.Node.Http.Contracts;
using AkkaGrid.Node.Http.Reference;
using Microsoft.AspNetCore.Http;

namespace AkkaGrid.Node.Tests.Http.Contracts;

/// <summary>A request with a JSON body, as a call finds it once it has passed its contract.</summary>
internal static class SentBody
{
    public static Task<HttpContext> ToAsync(Call call, string body) =>
        ToAsync(call, Encoding.UTF8.GetBytes(body), "application/json");

    /// <exception cref="BadHttpRequestException">It breaks the contract.</exception>
    public static async Task<HttpContext> ToAsync(Call call, byte[] body, string? contentType)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = call.Method.Method;
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(body);
        await new CallContract(call).CheckAsync(context);
        return context;
    }

    public static Call CallAt(HttpMethod method, string path) =>
        ReferenceDocument.Topics.SelectMany(topic => topic.Calls)
            .Single(call => call.Method == method && call.Path == path);
}
