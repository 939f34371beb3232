using System.Net;
using System.Net.Sockets;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Node.Tests.Hosting;

/// <summary>The ports on which these tests start programs.</summary>
public sealed class ReservedPortsTests
{
    [Fact]
    public void A_port_is_handed_out_once_and_can_be_listened_on()
    {
        var ports = ReservedPorts.Take(20).Concat(ReservedPorts.Take(20)).ToArray();

        Assert.Equal(40, ports.Distinct().Count());
        foreach (var port in ports)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
    }

    [Fact]
    public void A_port_stays_reserved_for_all_other_processes()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        var refused = Assert.Throws<SocketException>(() =>
            other.Bind(new IPEndPoint(IPAddress.Loopback, ReservedPorts.Take(1)[0])));

        Assert.Equal(SocketError.AddressAlreadyInUse, refused.SocketErrorCode);
    }
}
