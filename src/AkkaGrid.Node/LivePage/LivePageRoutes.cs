using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Hosting;
using AkkaGrid.Node.Http;
using AkkaGrid.Node.Http.Pages;

namespace AkkaGrid.Node.LivePage;

/// <summary>The routes of the live page and of its event stream.</summary>
internal static class LivePageRoutes
{
    /// <summary>Maps the page to <c>/</c>, and its events to <c>/live/events</c>.</summary>
    public static void MapLivePage(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/", "index.html");
        routes.MapGet(
            "/live/events", (LiveView view, NodeOptions options, TimeProvider time, IHostApplicationLifetime node) =>
                view.TryOpen() is { } reader
                    ? new LiveStream(
                        reader,
                        new LiveHello(
                            options.Name, NodeVersion.Text, options.Lab, time.GetUtcNow().ToUnixTimeMilliseconds()),
                        node.ApplicationStopping)
                    : Problems.Of(
                        429,
                        ProblemKinds.TooManyWatches,
                        $"This node serves at most {LiveBoard.MaxReaders} live pages. Close one and try again."));
    }
}
