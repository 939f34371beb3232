using AkkaGrid.Node.Http;

namespace AkkaGrid.Node.LivePage;

/// <summary>The live page.</summary>
internal static class LivePageRoutes
{
    /// <summary>Shows the page at <c>/</c>.</summary>
    public static void MapLivePage(this IEndpointRouteBuilder routes) => routes.MapPage("/", "index.html");
}
