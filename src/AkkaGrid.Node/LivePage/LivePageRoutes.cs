using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Http;

namespace AkkaGrid.Node.LivePage;

/// <summary>The live page: one file that needs no other host.</summary>
internal static class LivePageRoutes
{
    private const string Policy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'";

    private static readonly byte[] Page = Load();

    /// <summary>Shows the page at <c>/</c>.</summary>
    public static void MapLivePage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Bytes(Page, "text/html; charset=utf-8");
        });
        routes.MapGet("/live/events", (LiveView view, NodeOptions options, TimeProvider time, IHostApplicationLifetime node) =>
            view.TryOpen() is { } reader
                ? new LiveStream(
                    reader,
                    new LiveHello(options.Name, NodeVersion.Text, options.Lab, time.GetUtcNow().ToUnixTimeMilliseconds()),
                    node.ApplicationStopping)
                : Problems.Of(
                    429, ProblemKinds.TooManyWatches, $"{LiveBoard.MostReaders} look at this node already, and it takes no more; close one."));
    }

    private static byte[] Load()
    {
        using var resource = typeof(LivePageRoutes).Assembly.GetManifestResourceStream("index.html")
            ?? throw new InvalidOperationException("index.html is not embedded");
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
