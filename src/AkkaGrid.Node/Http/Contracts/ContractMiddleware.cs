using AkkaGrid.Client.Contracts;
using AkkaGrid.Core.Causality;
using AkkaGrid.Node.Http.KeyValue;

namespace AkkaGrid.Node.Http.Contracts;

/// <summary>
/// Treats all calls by the same rules: an unknown path is 404, a method that the path does not support is 405 with
/// <c>Allow</c>, HEAD is answered as GET without a body, OPTIONS with the supported methods in <c>Allow</c>, and a
/// request that breaks the contract of its call is 400 or 415.
/// </summary>
internal sealed class ContractMiddleware(RequestDelegate next, EndpointDataSource endpoints)
{
    private readonly Lazy<RouteTable> _routes = new(() => new RouteTable(endpoints.Endpoints));

    public async Task InvokeAsync(HttpContext context)
    {
        var (request, answer) = (context.Request, context.Response);
        if (_routes.Value.Find(request.Path.Value!) is not { } route)
        {
            answer.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (HttpMethods.IsOptions(request.Method))
        {
            answer.StatusCode = StatusCodes.Status204NoContent;
            answer.Headers.Allow = route.Allow;
            return;
        }

        if (HttpMethods.IsHead(request.Method) && route.TryFind(HttpMethods.Get, out _))
        {
            // The server has seen the method, and sends no body.
            request.Method = HttpMethods.Get;
            context.Features.Set(HeadRequest.Instance);
        }

        if (!route.TryFind(request.Method, out var contract))
        {
            answer.StatusCode = StatusCodes.Status405MethodNotAllowed;
            answer.Headers.Allow = route.Allow;
            return;
        }

        if (contract is null)
        {
            await next(context);
            return;
        }

        try
        {
            CheckContent(request);
            await contract.CheckAsync(context);
            await next(context);
        }
        catch (BadHttpRequestException error)
        {
            GiveContextBack(context);
            if (error.StatusCode == StatusCodes.Status400BadRequest && error is not InvalidRequestException)
                contract.CheckHeaders(request);
            throw;
        }
    }

    private static void CheckContent(HttpRequest request)
    {
        // An encoded value would be returned without its encoding, and encoded JSON could not be read.
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding is not ["" or "identity"])
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            throw new UnsupportedMediaTypeException(
                $"The body is sent with Content-Encoding {request.Headers.ContentEncoding}; send it "
                + "without that encoding.");
        }

        if (request.Headers.ContentRange.Count > 0)
            throw new BadHttpRequestException("Content-Range is not supported: a value is written as a whole");
    }

    // A client takes its context from each answer, so an error must not make it lose what it has read and written.
    private static void GiveContextBack(HttpContext context)
    {
        if (CausalContext.TryParse(context.Request.Headers[GridHeaders.CausalContext].ToString(), out var seen))
            CausalExchange.Write(context, seen);
    }
}

/// <summary>Marks a request for the headers of an answer only.</summary>
internal sealed class HeadRequest
{
    public static readonly HeadRequest Instance = new();

    private HeadRequest()
    {
    }

    /// <summary>Whether a call is such a request: then an event stream ends after its headers.</summary>
    public static bool Is(HttpContext call) => call.Features.Get<HeadRequest>() is not null;
}
