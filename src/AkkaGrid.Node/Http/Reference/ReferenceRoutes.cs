using Microsoft.OpenApi;

namespace AkkaGrid.Node.Http.Reference;

/// <summary>The reference of the edge: as OpenAPI for programs, and as a page for people that needs no other host.</summary>
internal static class ReferenceRoutes
{
    private const string Policy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'";

    private static readonly byte[] Page = Load();

    /// <summary>Adds what writes the document.</summary>
    public static IServiceCollection AddReference(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = static _ => false;
        options.AddDocumentTransformer<ReferenceDocument>();
        options.AddSchemaTransformer(static (schema, _, _) => WriteNumbersAsNumbers(schema));
    });

    /// <summary>Shows the document at <c>/openapi/v1.json</c>, and the page at <c>/docs</c>.</summary>
    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        routes.MapGet("/docs", (HttpContext call) =>
        {
            call.Response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Bytes(Page, "text/html; charset=utf-8");
        });
    }

    // The reader also takes numbers in quotes; nothing that a node writes has them.
    private static Task WriteNumbersAsNumbers(OpenApiSchema schema)
    {
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
        return Task.CompletedTask;
    }

    private static byte[] Load()
    {
        using var resource = typeof(ReferenceRoutes).Assembly.GetManifestResourceStream("docs.html")
            ?? throw new InvalidOperationException("docs.html is not embedded");
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
