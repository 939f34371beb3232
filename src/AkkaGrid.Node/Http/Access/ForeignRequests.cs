using AkkaGrid.Client.Contracts;
using AkkaGrid.Node.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AkkaGrid.Node.Http.Access;

/// <summary>
/// Refuses writes that a browser sends for a page of another site: opening such a page must not write, charge, or shut
/// a node down.
/// </summary>
/// <remarks>
/// Programs send no <c>Origin</c>, so this does not affect them. Reads are allowed: a browser does not let a page read
/// the answers of another site.
/// </remarks>
internal sealed class ForeignRequests(RequestDelegate next, NodeOptions options, IServer server)
{
    private const string FetchSite = "Sec-Fetch-Site";

    // The node's addresses are known only once it listens.
    private readonly Lazy<OwnHosts> _hosts = new(() =>
        new OwnHosts(options, server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses));

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        return IsSafe(request.Method) ? next(context)
            : !_hosts.Value.Has(request.Host.Host) ? Problems.Of(
                400, ProblemKinds.InvalidRequest,
                $"This node is not called '{request.Host.Host}'. Where that is its name, add it to "
                    + "AkkaGrid:Security:AllowedHosts.").ExecuteAsync(context)
            : ForeignSiteOf(request) is { } site ? Problems.Of(
                403, ProblemKinds.ForeignOrigin,
                $"A page of another site ({site}) must not send {request.Method} to this node.").ExecuteAsync(context)
            : next(context);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method)
        || HttpMethods.IsHead(method)
        || HttpMethods.IsOptions(method)
        || HttpMethods.IsTrace(method);

    /// <summary>The site whose page sends a request; null for one of our own pages, or no page.</summary>
    private string? ForeignSiteOf(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var page = Uri.TryCreate(origin, UriKind.Absolute, out var url) ? url : null;

        // The settings name the host of a proxy that rewrites Host; behind one that ends TLS, only the scheme differs.
        if (page is not null && _hosts.Value.IsAllowed(page.Host))
            return null;
        if (origin.Length > 0
            && !string.Equals(page?.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase))
            return origin;
        return request.Headers[FetchSite].ToString() is { Length: > 0 } site and not ("same-origin" or "none")
            ? $"{FetchSite}: {site}"
            : null;
    }
}
