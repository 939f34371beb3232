using System.Net;
using System.Net.Sockets;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Hosting;

/// <summary>Finds free ports, and reports before anything starts which of the configured ones are taken.</summary>
internal static class Ports
{
    /// <summary>Returns distinct ports that are free on loopback at this moment.</summary>
    public static IReadOnlyList<int> Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    /// <summary>
    /// Throws if ports of the plan are taken; the exception names each of them, and the setting that changes it.
    /// </summary>
    /// <exception cref="StartException">Some port is taken.</exception>
    public static void EnsureFree(GridPlan plan)
    {
        var taken = Wanted(plan).Where(port => IsTaken(port.Host, port.Port)).ToList();
        if (taken.Count > 0)
            throw new StartException(
                [.. taken.Select(port => $"Port {port.Port} on {port.Host} is taken; free it or change {port.Key}.")]);
    }

    /// <summary>Host and port of an HTTP address.</summary>
    public static bool TryParse(string url, out string host, out int port)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            (host, port) = (address.Host, address.Port);
            return port is >= 0 and <= IPEndPoint.MaxPort;
        }
        catch (FormatException)
        {
            (host, port) = ("", 0);
            return false;
        }
    }

    /// <summary>Whether a process listens there.</summary>
    public static bool IsTaken(string host, int port)
    {
        if (port == 0)
            return false;
        try
        {
            using var listener = new TcpListener(AddressOf(host), port);
            listener.Start();
            return false;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
        catch (SocketException)
        {
            // The address is at fault, not the port; the listener that uses it later reports a better error.
            return false;
        }
    }

    private static IEnumerable<(string Host, int Port, string Key)> Wanted(GridPlan plan)
    {
        var local = plan.Nodes.Count > 1;
        foreach (var node in plan.Nodes)
        {
            foreach (var url in node.Urls)
                if (TryParse(url, out var host, out var port))
                    yield return (host, port, local
                        ? $"{NodeOptions.Section}:Local:Ports or :EdgePorts"
                        : "--urls, ASPNETCORE_URLS or PORT");
            yield return (node.Options.Remoting.Hostname, node.Options.Remoting.Port,
                $"{NodeOptions.Section}:{(local ? "Local:RemotingPorts" : "Remoting:Port")}");
        }
        yield return (plan.Metrics.Host, plan.Metrics.Port, $"{NodeOptions.Section}:Metrics:Port (0 turns it off)");
    }

    private static IPAddress AddressOf(string host) =>
        IPAddress.TryParse(host, out var address) ? address
        : host == "localhost" ? IPAddress.Loopback
        : IPAddress.Any;
}
