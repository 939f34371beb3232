using AkkaGrid.Node.Http.Pages;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>The reference of the edge: as OpenAPI for programs, and as a page for people.</summary>
internal static class ReferenceRoutes
{
    /// <summary>Shows the document at <c>/openapi/v1.json</c>, and the page at <c>/docs</c>.</summary>
    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        // Built on the first request: often nobody asks for it, and building it loads megabytes of assemblies.
        var document = new Lazy<Task<byte[]>>(() => ReferenceDocument.WriteAsync(routes.ServiceProvider));
        routes.MapGet("/openapi/v1.json", async (HttpContext call) =>
        {
            call.Response.ContentType = "application/json; charset=utf-8";
            await call.Response.Body.WriteAsync(await document.Value, call.RequestAborted);
        });
        routes.MapPage("/docs", "docs.html");
    }
}
