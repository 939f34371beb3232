using System.Net;
using AkkaGrid.Node.Configuration;

namespace AkkaGrid.Node.Tests.Configuration;

public sealed class SeedSpellingTests
{
    private static readonly Dictionary<string, IPAddress[]> Hosts = new()
    {
        ["127.0.0.1"] = [IPAddress.Loopback],
        ["::1"] = [IPAddress.IPv6Loopback],
        ["localhost"] = [IPAddress.IPv6Loopback, IPAddress.Loopback],
        ["node1.example"] = [IPAddress.Parse("10.0.0.1")],
        ["10.0.0.1"] = [IPAddress.Parse("10.0.0.1")],
    };

    [Theory]
    [InlineData("127.0.0.1", "localhost:4053,localhost:4054", "127.0.0.1:4053,127.0.0.1:4054")]
    [InlineData("localhost", "127.0.0.1:4053,127.0.0.1:4054", "localhost:4053,localhost:4054")]
    [InlineData("::1", "localhost:4053,localhost:4054", "[::1]:4053,[::1]:4054")]
    [InlineData("::1", "[0:0:0:0:0:0:0:1]:4053,[::1]:4054", "[::1]:4053,[::1]:4054")]
    [InlineData("[0:0:0:0:0:0:0:1]", "[::1]:4053", "[::1]:4053")]
    [InlineData("10.0.0.1", "node1.example:4053,node2.example:4053", "10.0.0.1:4053,node2.example:4053")]
    public void A_seed_on_the_machine_of_the_node_is_spelt_as_the_node_spells_itself(
        string own, string seeds, string spelt)
    {
        var options = Options(own, seeds);

        SeedSpelling.Correct(options, host => Hosts.GetValueOrDefault(host) ?? []);

        Assert.Equal(spelt.Split(',').Select(seed => "akka.tcp://AkkaGrid@" + seed), options.SeedNodes);
        Assert.True(options.IsSeed);
    }

    [Theory]
    [InlineData("node1.example", "node1.example:4053,node2.example:4053")]
    [InlineData("127.0.0.1", "127.0.0.1:4053,localhost:4054")]
    public void Nobody_is_asked_for_an_address_where_the_node_finds_itself_among_its_seeds(string own, string seeds)
    {
        var options = Options(own, seeds);
        var before = options.SeedNodes;

        SeedSpelling.Correct(options, host => throw new InvalidOperationException(host));

        Assert.Equal(before, options.SeedNodes);
    }

    [Fact]
    public void What_is_no_address_is_left_to_the_rules()
    {
        var options = Options("127.0.0.1", "localhost:4053");
        options.SeedNodes = ["somewhere", "akka.tcp://AkkaGrid@unknown:1"];

        SeedSpelling.Correct(options, _ => []);

        Assert.Equal(["somewhere", "akka.tcp://AkkaGrid@unknown:1"], options.SeedNodes);
    }

    private static NodeOptions Options(string own, string seeds) => new()
    {
        SeedNodes = [.. seeds.Split(',').Select(seed => "akka.tcp://AkkaGrid@" + seed)],
        Remoting = new RemotingOptions { Hostname = own },
    };
}
