using System.Net;
using System.Net.Sockets;
using AkkaGrid.Node.Formation;
using AkkaGrid.Testing.Network;

namespace AkkaGrid.Node.Tests.Formation;

public sealed class DeathWitnessTests
{
    [Fact]
    public async Task An_address_is_deserted_where_its_machine_says_that_nobody_listens() =>
        Assert.True(await DeathWitness.IsDesertedAsync("127.0.0.1", ReservedPorts.Take(1)[0]));

    [Fact]
    public async Task An_address_is_not_deserted_where_somebody_listens_and_says_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        Assert.False(await DeathWitness.IsDesertedAsync("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port));
    }
}
