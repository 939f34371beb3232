using AkkaGrid.Node.Configuration;
using AkkaGrid.Node.Http.Access;

namespace AkkaGrid.Node.Tests.Http.Access;

public sealed class OwnHostsTests
{
    private static readonly NodeOptions Options = new()
    {
        Name = "node1",
        SeedNodes = ["akka.tcp://AkkaGrid@node1:4053", "akka.tcp://AkkaGrid@node2:4053"],
        Remoting = new RemotingOptions { Hostname = "0.0.0.0", PublicHostname = "grid-1.example" },
        PublicUrl = "https://page.example:8443",
        Security = new SecurityOptions { AllowedHosts = ["charging.example", "10.0.0.9"] },
    };

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("node1", true)]
    [InlineData("node2", true)]
    [InlineData("grid-1.example", true)]
    [InlineData("grid-1.example.", true)]
    [InlineData("charging.example", true)]
    [InlineData("page.example", true)]
    [InlineData("10.0.0.9", true)]
    [InlineData("10.0.0.7", true)]
    [InlineData("grid.internal", true)]
    [InlineData("", true)]
    [InlineData("10.0.0.8", false)]
    [InlineData("evil.example", false)]
    [InlineData("node1.evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    public void A_node_is_called_by_the_names_and_addresses_that_it_was_given(string host, bool isOwn) =>
        Assert.Equal(isOwn, new OwnHosts(Options, ["http://10.0.0.7:8000", "http://grid.internal:8000"]).Has(host));

    [Theory]
    [InlineData("http://*:8000")]
    [InlineData("http://+:8000")]
    [InlineData("http://0.0.0.0:8000")]
    [InlineData("http://[::]:8000")]
    public void One_that_listens_everywhere_may_be_called_by_any_address_and_by_no_other_name(string url)
    {
        var hosts = new OwnHosts(Options, [url]);

        Assert.True(hosts.Has("192.168.1.20"));
        Assert.True(hosts.Has("[fe80::1]"));
        Assert.False(hosts.Has("evil.example"));
    }
}
