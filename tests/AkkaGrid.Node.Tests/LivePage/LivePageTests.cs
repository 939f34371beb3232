using AkkaGrid.Node.Tests.Hosting;

namespace AkkaGrid.Node.Tests.LivePage;

public sealed class LivePageTests
{
    [Fact]
    public async Task The_page_is_whole_and_asks_no_other_host()
    {
        await using var nodes = await TestNodes.StartAsync(1);
        using var http = TestNodes.Http(nodes[0]);

        using var answer = await http.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("connect-src 'self'", string.Join(';', answer.Headers.GetValues("Content-Security-Policy")));
        Assert.DoesNotContain("://", page);
        Assert.All(["/substations", "/cluster/members", "/store/replica"], route => Assert.Contains($"\"{route}\"", page));
    }
}
