using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>The causal context of a call: read from the request, written to the answer.</summary>
internal static class CausalExchange
{
    /// <summary>The context that the client sent; several headers are joined.</summary>
    /// <exception cref="BadHttpRequestException">It is none.</exception>
    public static CausalContext Read(HttpContext call) =>
        CausalContext.TryParse(call.Request.Headers[GridHeaders.CausalContext].ToString(), out var context)
            ? context
            : throw new BadHttpRequestException($"{GridHeaders.CausalContext} is not a context that a node has given out");

    /// <summary>Puts a context into the answer.</summary>
    /// <returns>Its text.</returns>
    public static string Write(HttpContext call, CausalContext context)
    {
        var text = context.ToString();
        if (text.Length > 0)
            call.Response.Headers[GridHeaders.CausalContext] = text;
        return text;
    }
}
