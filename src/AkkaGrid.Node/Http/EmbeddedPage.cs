namespace AkkaGrid.Node.Http;

/// <summary>A page for people that the node carries with it: one file that needs no other host.</summary>
internal static class EmbeddedPage
{
    private const string Policy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'";

    /// <summary>Shows an embedded page.</summary>
    /// <param name="routes">The routes of the node.</param>
    /// <param name="path">Where it is shown.</param>
    /// <param name="file">The name of its file.</param>
    public static void MapPage(this IEndpointRouteBuilder routes, string path, string file)
    {
        var page = Load(file);
        routes.MapGet(path, (HttpContext call) =>
        {
            call.Response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Bytes(page, "text/html; charset=utf-8");
        });
    }

    private static byte[] Load(string file)
    {
        using var resource = typeof(EmbeddedPage).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded");
        var page = new byte[resource.Length];
        resource.ReadExactly(page);
        return page;
    }
}
