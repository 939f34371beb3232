using System.Net;
using AkkaGrid.Core.Formation;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Http.Access;

/// <summary>The names and addresses under which a request may call this node.</summary>
/// <remarks>
/// With DNS rebinding, a page makes its own name resolve to this node, and its requests carry that name. It can use
/// neither an address nor a name that the operator gave the node; so only those are accepted.
/// </remarks>
internal sealed class OwnHosts
{
    private readonly HashSet<string> _allowed;
    private readonly HashSet<string> _names = new(["localhost"], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<IPAddress> _addresses = [];
    private readonly bool _listensEverywhere;

    /// <param name="options">The node's settings.</param>
    /// <param name="urls">Where it listens.</param>
    public OwnHosts(NodeOptions options, IEnumerable<string> urls)
    {
        _allowed = new(options.Security.AllowedHosts.Select(Normal), StringComparer.OrdinalIgnoreCase);
        string[] given =
        [
            options.Name, Environment.MachineName, options.Remoting.Hostname, options.Remoting.PublicHostname,
            Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var page) ? page.Host : "",
        ];
        foreach (var name in given.Concat(options.Seeds.Select(HostOf)).Concat(options.Security.AllowedHosts))
            Add(name);
        foreach (var host in urls.Select(BindingAddress.Parse).Select(url => url.Host))
        {
            // A host that is neither an address nor a name, such as * and +, means every address.
            _listensEverywhere |= IPAddress.TryParse(Normal(host), out var address)
                ? address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
                : Uri.CheckHostName(host) == UriHostNameType.Unknown;
            Add(host);
        }
    }

    /// <summary>Whether a request with this <c>Host</c> means this node.</summary>
    /// <param name="host">The name or address, without the port; empty where a client of HTTP/1.0 sends none.</param>
    public bool Has(string host)
    {
        if (host.Length == 0)
            return true;
        return IPAddress.TryParse(Normal(host), out var address)
            ? _listensEverywhere || IPAddress.IsLoopback(address) || _addresses.Contains(address)
            : _names.Contains(Normal(host));
    }

    /// <summary>Whether the operator has named a host in <c>Security:AllowedHosts</c>.</summary>
    public bool IsAllowed(string host) => _allowed.Contains(Normal(host));

    private void Add(string host)
    {
        if (IPAddress.TryParse(Normal(host), out var address))
            _addresses.Add(address);
        else if (host.Length > 0)
            _names.Add(Normal(host));
    }

    private static string HostOf(NodeAddress seed) => Akka.Actor.Address.Parse(seed.Value).Host ?? "";

    private static string Normal(string host) => host.Trim('[', ']').TrimEnd('.');
}
