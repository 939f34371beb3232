using System.Net;
using AkkaGrid.Node.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AkkaGrid.Node.LivePage;

/// <summary>
/// The address of this node's page, which the node announces so that the pages of the others can link to it.
/// </summary>
internal sealed class PageAddress(NodeOptions options, IServer server)
{
    /// <summary>The address in force; empty where it is unknown, such as before the node listens.</summary>
    public string Current => Of(options.PublicUrl, server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    /// <summary>
    /// The configured URL, else an address that the node listens at, one beyond loopback first. A node that listens at
    /// all interfaces cannot know through which interface, mapped port or proxy a browser reaches it.
    /// </summary>
    /// <param name="publicUrl">The configured URL; empty for none.</param>
    /// <param name="listensAt">Where the node listens.</param>
    public static string Of(string publicUrl, IEnumerable<string> listensAt)
    {
        if (publicUrl.Length > 0)
            return publicUrl.TrimEnd('/');
        return listensAt
            .Where(address => !IsWildcard(HostOf(address)))
            .OrderBy(address => IsLoopback(HostOf(address)))
            .FirstOrDefault("")
            .TrimEnd('/');
    }

    private static string HostOf(string address) => BindingAddress.Parse(address).Host;

    private static bool IsWildcard(string host) =>
        IPAddress.TryParse(host, out var address)
            ? address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
            : Uri.CheckHostName(host) == UriHostNameType.Unknown;

    private static bool IsLoopback(string host) =>
        IPAddress.TryParse(host, out var address)
            ? IPAddress.IsLoopback(address)
            : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase);
}
