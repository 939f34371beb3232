using System.Net;
using System.Net.Sockets;

namespace AkkaGrid.Node.Configuration;

/// <summary>
/// How a host is written: an IPv6 address has brackets where a port follows, and none where it is alone.
/// </summary>
internal static class HostText
{
    /// <summary>The host as written in an address with a port.</summary>
    public static string InAddress(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{address}]"
            : host;

    /// <summary>The host as written alone.</summary>
    public static string Plain(string host) => IPAddress.TryParse(host, out var address) ? address.ToString() : host;
}
