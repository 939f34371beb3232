using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AkkaGrid.Node.Http.Pages;

/// <summary>The pages that are embedded in the node, and their parts: a page loads nothing from elsewhere.</summary>
internal static class EmbeddedPages
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string PartPrefix = "assets/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> Parts = typeof(EmbeddedPages).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(PartPrefix, StringComparison.Ordinal))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Shows an embedded page.</summary>
    /// <param name="routes">The routes of the node.</param>
    /// <param name="path">Where it is shown.</param>
    /// <param name="file">The name of its file.</param>
    public static void MapPage(this IEndpointRouteBuilder routes, string path, string file)
    {
        routes.MapGet(path, (HttpContext call) =>
        {
            call.Response.Headers.ContentSecurityPolicy = Policy;
            return Show(call, file, "text/html; charset=utf-8");
        });
    }

    /// <summary>Serves the parts of the pages at <c>/assets</c>: styles, scripts and the icon.</summary>
    public static void MapPageParts(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{part}", IResult (HttpContext call, string part) =>
            Parts.Contains(PartPrefix + part)
                ? Show(call, PartPrefix + part, ContentTypes[Path.GetExtension(part)])
                : TypedResults.NotFound());

    // The parts are few and small; the browser loads them again each time, so that they match the node's version.
    private static FileStreamHttpResult Show(HttpContext call, string resource, string contentType)
    {
        call.Response.Headers.CacheControl = "no-cache";
        call.Response.Headers.XContentTypeOptions = "nosniff";
        var stream = typeof(EmbeddedPages).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not embedded");
        return TypedResults.Stream(stream, contentType);
    }
}
