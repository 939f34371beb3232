using System.Net;
using System.Net.Sockets;

namespace AkkaGrid.Testing.Network;

/// <summary>
/// Hands out TCP ports for programs that are told where to listen. No other test process hands out the same port before
/// this one ends, and the system gives it to nobody who asks for any port.
/// </summary>
/// <remarks>
/// A port that a socket has just let go of is nobody's: the next process that asks for any port, or connects to
/// somewhere, may get it. So these are outside the range from which the system chooses, and each is reserved by holding
/// the UDP port of the same number, which keeps nobody from listening on the TCP port.
/// </remarks>
public static class ReservedPorts
{
    private const int First = 10_000;
    private const int Fewest = 1_000;
    private const string SystemRange = "/proc/sys/net/ipv4/ip_local_port_range";

    private static readonly Lock Gate = new();
    private static readonly List<Socket> Reservations = [];
    private static readonly IEnumerator<int> Untried = Candidates().GetEnumerator();

    /// <summary>That many different ports on which nobody listens.</summary>
    /// <exception cref="InvalidOperationException">There are not so many left.</exception>
    public static IReadOnlyList<int> Take(int count)
    {
        lock (Gate)
            return [.. Enumerable.Range(0, count).Select(_ => Take())];
    }

    private static int Take()
    {
        while (Untried.MoveNext())
            if (TryReserve(Untried.Current))
                return Untried.Current;
        throw new InvalidOperationException($"No port is left from {First} on.");
    }

    // Processes begin at different places, so that a late caller of one that has ended does not reach another.
    private static IEnumerable<int> Candidates()
    {
        var (low, high) = RangeOfTheSystem();
        var all = Enumerable.Range(First, IPEndPoint.MaxPort + 1 - First).ToArray();
        var outside = all.Where(port => port < low || port > high).ToArray();
        var ports = outside.Length >= Fewest ? outside : all;
        var begin = new Random(Environment.ProcessId).Next(ports.Length);
        return [.. ports[begin..], .. ports[..begin]];
    }

    private static (int Low, int High) RangeOfTheSystem()
    {
        if (!File.Exists(SystemRange))
            return (49_152, IPEndPoint.MaxPort);
        var bounds = File.ReadAllText(SystemRange).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (int.Parse(bounds[0]), int.Parse(bounds[1]));
    }

    private static bool TryReserve(int port)
    {
        var reservation = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            reservation.Bind(new IPEndPoint(IPAddress.Loopback, port));
            using var probe = new TcpListener(IPAddress.Any, port);
            probe.Start();
            Reservations.Add(reservation);
            return true;
        }
        catch (SocketException)
        {
            reservation.Dispose();
            return false;
        }
    }
}
