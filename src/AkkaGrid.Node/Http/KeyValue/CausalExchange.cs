using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Node.Http.Reference;

namespace AkkaGrid.Node.Http.KeyValue;

/// <summary>The causal context of a call: read from the request, written to the answer.</summary>
internal static class CausalExchange
{
    /// <summary>The context that the client sent; several headers are joined.</summary>
    /// <exception cref="BadHttpRequestException">A header is not a context.</exception>
    public static CausalContext Read(HttpContext call) =>
        CausalContext.TryParse(call.Request.Headers[GridHeaders.CausalContext].ToString(), out var context)
            ? context
            : throw new BadHttpRequestException($"{GridHeaders.CausalContext} must be {Rules.Context.Expected}");

    /// <summary>Writes a context to the answer.</summary>
    /// <returns>Its text.</returns>
    public static string Write(HttpContext call, CausalContext context)
    {
        var text = context.ToString();
        if (text.Length > 0)
            call.Response.Headers[GridHeaders.CausalContext] = text;
        return text;
    }
}
