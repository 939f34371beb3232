using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaGrid.Testing.Network;

/// <summary>
/// Loopback as a network whose links can be cut: each node listens at an inner address, and is reached at an outer one,
/// where what others send to it passes through here. Needs no rights; the whole of 127.0.0.0/8 has to be loopback.
/// </summary>
/// <remarks>
/// Who sends is read from Akka's handshake, the first that a connection carries: it names the sender's host.
/// </remarks>
public sealed class CuttableNetwork : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpListener> _doors;
    private readonly Dictionary<(int, int), CuttableLink> _links = [];

    /// <summary>Opens the outer addresses of nodes that are numbered from 1.</summary>
    public CuttableNetwork(int nodes)
    {
        _doors = [.. Enumerable.Range(1, nodes).Select(Open)];
        for (var low = 1; low <= nodes; low++)
            for (var high = low + 1; high <= nodes; high++)
                _links[(low, high)] = new CuttableLink();
        for (var node = 1; node <= nodes; node++)
            _ = AcceptAsync(node);
    }

    /// <summary>Whether this machine has the addresses.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux();

    /// <summary>Where a node is to listen.</summary>
    public static string InnerHost(int node) => $"127.0.2.{node}";

    /// <summary>Where the others reach a node.</summary>
    public static string OuterHost(int node) => $"127.0.1.{node}";

    /// <summary>The port of a node, the same at both addresses.</summary>
    public int Port(int node) => ((IPEndPoint)_doors[node - 1].LocalEndpoint).Port;

    /// <summary>
    /// Makes the link between two nodes swallow everything, in both directions, without closing a connection.
    /// </summary>
    public void Cut(int node, int other) => LinkOf(node, other).Cut();

    /// <summary>Cuts a node off from all others.</summary>
    public void Isolate(int node)
    {
        for (var other = 1; other <= _doors.Count; other++)
            if (other != node)
                Cut(node, other);
    }

    /// <summary>Mends all links; connections that lost something in the cut are closed.</summary>
    public void Heal()
    {
        foreach (var link in _links.Values)
            link.Heal();
    }

    public void Dispose()
    {
        _end.Cancel();
        Heal();
        _doors.ForEach(door => door.Dispose());
    }

    private static TcpListener Open(int node)
    {
        var door = new TcpListener(IPAddress.Parse(OuterHost(node)), ReservedPorts.Take(1)[0]);
        door.Start();
        return door;
    }

    private CuttableLink LinkOf(int node, int other) => _links[(Math.Min(node, other), Math.Max(node, other))];

    private async Task AcceptAsync(int node)
    {
        try
        {
            while (true)
                _ = CarryAsync(node, await _doors[node - 1].AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The network ends.
        }
    }

    private async Task CarryAsync(int node, TcpClient caller)
    {
        using var _ = caller;
        using var callee = new TcpClient();
        try
        {
            var handshake = new byte[4096];
            var length = await caller.GetStream().ReadAsync(handshake, _end.Token);
            var text = Encoding.ASCII.GetString(handshake, 0, length);
            var from = Enumerable.Range(1, _doors.Count)
                .First(other => text.Contains(OuterHost(other), StringComparison.Ordinal));
            var link = LinkOf(from, node);
            if (!await link.LetsPassAsync())
                return;
            await callee.ConnectAsync(InnerHost(node), Port(node), _end.Token);
            await callee.GetStream().WriteAsync(handshake.AsMemory(0, length), _end.Token);
            await Task.WhenAny(PumpAsync(caller, callee, link), PumpAsync(callee, caller, link));
        }
        catch (Exception error)
            when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the ends is gone, and takes the other with it.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, CuttableLink link)
    {
        var buffer = new byte[64 << 10];
        try
        {
            int length;
            while ((length = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0 && await link.LetsPassAsync())
                await to.GetStream().WriteAsync(buffer.AsMemory(0, length), _end.Token);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException
            or ObjectDisposedException or InvalidOperationException)
        {
            // One of the ends is gone.
        }
    }
}
