using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Pbm;

/// <summary>
/// The port at which <c>pbm</c> finds a node: 9110, and the following ones where several seeds share a host.
/// </summary>
internal static class ConsolePort
{
    private const int First = 9110;

    public static int Of(NodeOptions options) => First + Math.Max(0, options.Seeds
        .Select(seed => new Uri(seed.Value))
        .Where(seed => seed.Host == options.Remoting.ReachedAt)
        .Select(seed => seed.Port)
        .ToList()
        .IndexOf(options.Remoting.Port));
}
