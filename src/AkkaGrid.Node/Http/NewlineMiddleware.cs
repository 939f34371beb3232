using System.Buffers;
using AkkaGrid.Node.Http.Contracts;

namespace AkkaGrid.Node.Http;

/// <summary>Ends every JSON answer with a newline, so that a shell's next output begins on a line of its own.</summary>
internal sealed class NewlineMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        // An answer that states its length is a stored value, which is returned byte for byte.
        if (context.Response.ContentLength is null
            && JsonCompression.IsJson(context.Response.ContentType)
            && !HeadRequest.Is(context))
            context.Response.BodyWriter.Write("\n"u8);
    }
}
