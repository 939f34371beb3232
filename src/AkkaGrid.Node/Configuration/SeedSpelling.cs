using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace AkkaGrid.Node.Configuration;

/// <summary>
/// Writes the hosts of seeds as those nodes write their own. Akka compares addresses as text: a node whose address has
/// <c>127.0.0.1</c> drops each message that is addressed to <c>localhost</c>.
/// </summary>
internal static class SeedSpelling
{
    /// <summary>
    /// If no seed equals this node's address as text, gives the seeds on its own machine the host of this node's
    /// address: one of them is this node, or the other nodes of the machine have the same host in their addresses.
    /// </summary>
    /// <param name="options">The settings of the node.</param>
    /// <param name="resolve">Finds the addresses of a host; none for an unknown host.</param>
    public static void Correct(NodeOptions options, Func<string, IReadOnlyCollection<IPAddress>> resolve)
    {
        options.SeedNodes = [.. options.SeedNodes.Select(static seed => Respelt(seed, HostText.InAddress))];
        if (options.SeedNodes.Count == 0 || options.IsSeed)
            return;
        var own = options.Remoting.ReachedAt;
        var addresses = resolve(HostText.Plain(own));
        options.SeedNodes = [.. options.SeedNodes.Select(seed => Respelt(
            seed, host => host != own && resolve(HostText.Plain(host)).Intersect(addresses).Any() ? own : host))];
    }

    /// <summary>The addresses of a host, as this machine resolves them.</summary>
    public static IReadOnlyCollection<IPAddress> Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return [];
        }
    }

    // NodeOptionsRules reports a seed that is not an address.
    private static string Respelt(string seed, Func<string, string> host) =>
        Address.TryParse(seed, out var address) && address is { Host.Length: > 0, Port: { } port }
            ? new Address(address.Protocol, address.System, host(address.Host), port).ToString()
            : seed;
}
