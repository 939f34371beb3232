using AkkaGrid.Node.LivePage;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed class PageAddressTests
{
    [Theory]
    [InlineData("", "http://127.0.0.1:5001", "http://127.0.0.1:5001")]
    [InlineData("", "http://127.0.0.1:5001 http://10.0.0.7:8000", "http://10.0.0.7:8000")]
    [InlineData("", "http://grid.internal:8000/", "http://grid.internal:8000")]
    [InlineData("https://grid.example/", "http://*:8080", "https://grid.example")]
    [InlineData("http://127.0.0.1:5001", "http://10.0.0.7:8000", "http://127.0.0.1:5001")]
    public void A_node_announces_its_public_url_or_an_address_that_it_listens_at(
        string publicUrl, string listensAt, string announced) =>
        Assert.Equal(announced, PageAddress.Of(publicUrl, listensAt.Split(' ')));

    [Theory]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::]:8080")]
    public void One_that_listens_at_all_interfaces_announces_nothing(string listensAt) =>
        Assert.Equal("", PageAddress.Of("", [listensAt]));

    [Fact]
    public void One_that_does_not_listen_yet_announces_nothing() => Assert.Equal("", PageAddress.Of("", []));
}
