using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace AkkaGrid.Node.Configuration;

/// <summary>
/// Spells the hosts of seeds as those nodes spell their own. Akka compares addresses as text: a node that calls itself
/// <c>127.0.0.1</c> drops each message that is addressed to <c>localhost</c>.
/// </summary>
internal static class SeedSpelling
{
    /// <summary>
    /// Where this node is not among its seeds by text, gives those that are on its own machine the host that it names itself by: it is one
    /// of them, or the other nodes of the machine name themselves as it does.
    /// </summary>
    /// <param name="options">The settings of the node.</param>
    /// <param name="resolve">Finds the addresses of a host; none where it is not known.</param>
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

    /// <summary>The addresses of a host, as this machine finds them.</summary>
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
